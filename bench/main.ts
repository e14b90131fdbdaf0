import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswerOptions, answers } from './answer/answer';
import { type LifecycleOptions, lifecycle } from './lifecycle/lifecycle';
import { type ListOptions, lists } from './lists/lists';
import { machine } from './machine';
import { report } from './report';
import { median } from './statistics';
import { Opening } from './world';

/** `npm run bench`: measures and writes bench/results.md. `--quick`: a short run of everything, printed and not written. */
const USAGE = 'Usage: npm run bench [-- --quick]';
const RESULTS = join(__dirname, 'results.md');
const LIMIT_MS = 30 * 60_000;

interface Plan {
  readonly lifecycle: LifecycleOptions;
  readonly answers: AnswerOptions;
  readonly lists: ListOptions;
}

const FULL: Plan = {
  lifecycle: { pairs: 6, warmUp: 100, count: 200, atOnce: 50 },
  answers: { pairs: 5, connections: [15, 100], requests: 5_000, warmUp: 1_000, pacedSeconds: 60 },
  lists: { pairs: 5, rows: [10_000, 100_000, 1_000_000] },
};
const QUICK: Plan = {
  lifecycle: { pairs: 2, warmUp: 20, count: 60, atOnce: 50 },
  answers: { pairs: 2, connections: [15, 100], requests: 600, warmUp: 100, pacedSeconds: 10 },
  lists: { pairs: 2, rows: [10_000, 100_000] },
};

async function measure(opening: Opening, plan: Plan): Promise<string> {
  say('starting PostgreSQL, Temporal, sandboxes, worker and api');
  const world = await opening.open();
  const lifecycles = await lifecycle(world, plan.lifecycle, say);
  const finishing = median(lifecycles.pairs.map(({ tolem }) => tolem.perSecond));
  const answered = await answers(world, plan.answers, finishing, say);
  const read = await lists(plan.lists, say);
  return report({
    date: new Date().toISOString().slice(0, 10),
    machine: await machine(world),
    lifecycle: lifecycles,
    answers: answered,
    lists: read,
  });
}

const started = performance.now();
function say(line: string): void {
  process.stderr.write(`[${String(Math.round((performance.now() - started) / 1_000)).padStart(4)} s] ${line}\n`);
}

async function run(quick: boolean): Promise<void> {
  const opening = new Opening();
  let over = false;
  const end = async (code: number, sentence: string): Promise<void> => {
    if (over) return;
    over = true;
    say(sentence);
    await opening.close();
    process.exit(code);
  };
  const limit = setTimeout(() => void end(1, `stopped: not done within ${LIMIT_MS / 60_000} minutes`), LIMIT_MS);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void end(130, `${name}: stopping, nothing is written`));
  try {
    const text = await measure(opening, quick ? QUICK : FULL);
    if (over) return;
    if (quick) process.stdout.write(`${text}\n`);
    else writeFileSync(RESULTS, text);
    clearTimeout(limit);
    await end(0, quick ? 'quick run: not written' : 'written to bench/results.md');
  } catch (error) {
    await end(1, `stopped: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function canRead(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

const given = process.argv.slice(2);
if (given.some((word) => word !== '--quick')) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else if (!canRead('/proc/self/stat')) {
  process.stderr.write('The benchmark reads CPU times from /proc: it runs on Linux only.\n');
  process.exitCode = 2;
} else void run(given.includes('--quick'));
