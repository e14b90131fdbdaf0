import { FAULTS, type Fault } from './fault';
import { TIMES, type Times, WAYS, type Way } from './way';

/** One fault, met so many times by one operation. */
export interface Cell {
  readonly way: Way;
  readonly fault: Fault;
  readonly times: Times;
}

/** Calls that have the sandbox for themselves only read: a fault that is the same to them is taken once. */
export const CELLS: readonly Cell[] = WAYS.flatMap((way) =>
  FAULTS[way.sandbox].filter(({ twin }) => !(way.shared && twin)).flatMap((fault) => TIMES.map((times): Cell => ({ way, fault, times }))),
);

export const nameOfCell = ({ way, fault, times }: Cell): string => `${way.sandbox}, ${way.name}, ${fault.name}, ${times}`;

export interface CellResult {
  readonly cell: Cell;
  /** `not met`: all ended right, but no call met the fault as often as it should. `not run`: the time was over. */
  readonly outcome: 'right' | 'not met' | 'wrong' | 'not run';
  /** Calls that met the fault. */
  readonly met: number;
  readonly payments: number;
  /** What the payment said while it waited; null where it did not have to. */
  readonly waited: string | null;
  /** From Payment until it was first seen to say that; 0 where it said nothing. */
  readonly saidMs: number;
  /** From Payment to the final status; for `every` that waits, from the end of the fault. */
  readonly slowestMs: number;
  readonly wrong: readonly string[];
}

export const notRun = (cell: Cell): CellResult => ({
  cell,
  outcome: 'not run',
  met: 0,
  payments: 0,
  waited: null,
  saidMs: 0,
  slowestMs: 0,
  wrong: [],
});
