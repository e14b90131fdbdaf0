import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../bench/machine';
import { LongRun } from '../test/support/long-run';
import { crashReport } from './crash/report';
import { CrashMatrix } from './crash/run';
import { numbersFrom } from './crash/seed';
import { CELLS, type Cell } from './faults/cell';
import { FaultMatrix, quickCells } from './faults/matrix';
import { faultReport } from './faults/report';
import type { FaultRun } from './faults/run';

/** `npm run matrix`: strikes everything that can be struck, lets the suppliers misbehave, and writes docs/crash-matrix.md. */
const USAGE = 'Usage: npm run matrix [-- --minutes 1…34 | --quick] [--only NAME | --only faults]   (MATRIX_SEED=N repeats a run)';
const PAGE = join(__dirname, '..', 'docs', 'crash-matrix.md');
const LIMIT_MS = 59 * 60_000;
/** Of the rounds together; starting, walking the paths, the stores and the starter come on top. */
const MINUTES = 34;
const QUICK_MINUTES = 4;
const FAULTS = 'faults';
/** After this no further cell of the faults begins. */
const FAULT_MINUTES = 12;

interface Asked {
  readonly minutes: number;
  readonly quick: boolean;
  readonly only: string | null;
  readonly seed: number;
}

function run(asked: Asked): Promise<void> {
  // The name is one that a later run sweeps, should this one be killed.
  const folder = mkdtempSync(join(tmpdir(), 'tolem-test-matrix'));
  const run = new LongRun(async (code) => {
    await Promise.all([crash.close(), faults.close()]);
    if (code === 0 || !process.env['KEEP_WORLD']) rmSync(folder, { recursive: true, force: true });
    else run.say(`the logs stay in ${folder}`);
  });
  const crash = new CrashMatrix(folder, asked.seed, run.say);
  const faults = new FaultMatrix(run.say);
  return run.within(LIMIT_MS, () => struck(run, crash, faults, asked));
}

async function struck(run: LongRun, crash: CrashMatrix, faults: FaultMatrix, { minutes, quick, only, seed }: Asked): Promise<void> {
  run.say(`seed ${seed}`);
  const { paths, results } = only === FAULTS ? { paths: [], results: [] } : await crash.run(minutes, only);
  const faultsBegun = performance.now();
  const withFaults = !run.isOver && (only === null || only === FAULTS);
  const met = withFaults ? await faultRun(faults, quick ? quickCells(numbersFrom(seed)) : CELLS) : null;
  if (run.isOver) return;
  if (results.length === 0 && met === null) return run.end(2, `nothing is struck whose name contains “${only}”`);
  const section = met ? faultReport(met, Math.ceil((performance.now() - faultsBegun) / 60_000)) : [];
  const text =
    only === FAULTS
      ? section.join('\n')
      : crashReport({
          seed,
          date: new Date().toISOString().slice(0, 10),
          machine: [...(await machine(null)), 'Everything on this one machine; ladders `fast`.'],
          minutes: run.minutes,
          paths: paths.map(({ kind, points }) => ({ name: kind.name, points: points.length })),
          results,
          faults: section,
        });
  const wrong = [
    ...results.flatMap(({ violations }) => violations),
    ...(met?.results.flatMap((result) => result.wrong) ?? []),
    ...(met?.wrong ?? []),
  ];
  for (const each of wrong) process.stderr.write(`\n${each}\n`);
  const written = !quick && only === null;
  if (written) writeFileSync(PAGE, text);
  else process.stdout.write(`${text}\n`);
  const sentence = written ? 'written to docs/crash-matrix.md' : 'a part only: not written';
  await run.end(wrong.length > 0 ? 1 : 0, wrong.length > 0 ? `${wrong.length} WRONG (seed ${seed}); ${sentence}` : sentence);
}

/** What cannot go on is wrong too, and the crashes keep their page. */
const faultRun = (faults: FaultMatrix, cells: readonly Cell[]): Promise<FaultRun> =>
  faults.run(cells, FAULT_MINUTES).catch((error: Error) => ({ results: [], wrong: [`the faults broke off: ${error.message}`] }));

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' }, minutes: { type: 'string' } }, strict: false });
const seed = process.env['MATRIX_SEED'] ? Number.parseInt(process.env['MATRIX_SEED'], 10) : randomInt(1, 1_000_000);
const minutes = Number.parseInt(String(values.minutes ?? (values.quick ? QUICK_MINUTES : MINUTES)), 10);
const only = values.only === undefined ? null : String(values.only);
const known = ['quick', 'only', 'minutes'];
if (
  Object.keys(values).some((name) => !known.includes(name)) ||
  only === '' ||
  !(minutes >= 1 && minutes <= MINUTES) ||
  !Number.isSafeInteger(seed)
) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else if (process.platform !== 'linux') {
  process.stderr.write('The matrix finds the processes to kill in /proc: it runs on Linux only.\n');
  process.exitCode = 2;
} else void run({ minutes, quick: values.quick === true, only, seed });
