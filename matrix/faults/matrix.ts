import { Opening } from '../../bench/world';
import { shuffled } from '../crash/seed';
import { CELLS, type Cell } from './cell';
import { type FaultRun, faultMatrix } from './run';

/** Calls that hang each hold a connection for as long as a call may last; they must not starve the others. */
const CONNECTIONS = '60';
const QUICK_CELLS = 60;

/** The fault part in a world of its own: everything it starts stops with `close`, also half-way. */
export class FaultMatrix {
  private readonly opening = new Opening();

  constructor(private readonly say: (line: string) => void) {}

  /** `minutes`: no further cells begin after them. */
  async run(cells: readonly Cell[], minutes: number): Promise<FaultRun> {
    Object.assign(process.env, { ALSECO_CONNECTIONS: CONNECTIONS, UPSTREAM_CONNECTIONS: CONNECTIONS });
    this.say(`starting PostgreSQL, Temporal, sandboxes, worker and api for ${cells.length} cells of faults`);
    return faultMatrix(await this.opening.open(), cells, minutes, this.say);
  }

  close(): Promise<void> {
    return this.opening.close();
  }
}

/** So many cells in an order of the seed; those that have the sandbox for themselves take their time one by one and are left out. */
export const quickCells = (random: () => number): Cell[] =>
  shuffled(
    CELLS.filter(({ way }) => !way.shared),
    random,
  ).slice(0, QUICK_CELLS);
