import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LongRun } from '../test/support/long-run';
import { type AnswerOptions, answers } from './answer/answer';
import { type LedgerOptions, ledger } from './ledger/ledger';
import { type LifecycleOptions, lifecycle } from './lifecycle/lifecycle';
import { type ListOptions, lists } from './lists/lists';
import { machine } from './machine';
import { type Measured, report } from './report';
import { median } from './statistics';
import { type WaitingOptions, waiting } from './waiting/waiting';
import { type BenchWorld, Opening } from './world';

const PARTS = ['lifecycle', 'waiting', 'answers', 'lists', 'ledger'] as const;
type Part = (typeof PARTS)[number];

/**
 * `npm run bench`: measures and writes bench/results.md. `--quick`: a short run. `--part`: one part only. Both print what they
 * measured and write nothing.
 */
const USAGE = `Usage: npm run bench [-- [--quick] [--part ${PARTS.join('|')}]]`;
const RESULTS = join(__dirname, 'results.md');
const LIMIT_MS = 40 * 60_000;

interface Plan {
  readonly lifecycle: LifecycleOptions;
  readonly waiting: WaitingOptions;
  readonly answers: AnswerOptions;
  readonly lists: ListOptions;
  readonly ledger: LedgerOptions;
}

const FULL: Plan = {
  // Both halves begin with processes started anew: V8 needs some hundred payments before it has compiled what is hot.
  lifecycle: { pairs: 6, warmUp: 400, count: 500, atOnce: 50 },
  waiting: { waiting: 300, fresh: 10 },
  answers: { pairs: 5, connections: [15, 100], requests: 5_000, warmUp: 1_000, pacedSeconds: 60 },
  lists: {
    main: { name: 'GetNotMovedPays', pairs: 5, rows: [10_000, 100_000, 1_000_000] },
    others: { pairs: 1, rows: [10_000, 1_000_000] },
  },
  ledger: { postings: 10_000_000, open: 1_000_000, days: 30, agents: 20, rounds: 5 },
};
const QUICK: Plan = {
  lifecycle: { pairs: 2, warmUp: 20, count: 60, atOnce: 50 },
  waiting: { waiting: 60, fresh: 3 },
  answers: { pairs: 2, connections: [15, 100], requests: 600, warmUp: 100, pacedSeconds: 10 },
  lists: {
    main: { name: 'GetNotMovedPays', pairs: 2, rows: [10_000, 100_000] },
    others: { pairs: 1, rows: [10_000, 100_000] },
  },
  ledger: { postings: 300_000, open: 30_000, days: 5, agents: 20, rounds: 3 },
};

interface Asked {
  readonly quick: boolean;
  /** All of them, where none is named. */
  readonly part: Part | null;
}

async function measure(opening: Opening, { quick, part }: Asked, say: LongRun['say']): Promise<string> {
  const plan = quick ? QUICK : FULL;
  const wanted = (name: Part): boolean => part === null || part === name;
  let world: BenchWorld | null = null;
  let measured: Omit<Measured, 'date' | 'machine'> = {};
  if (part !== 'lists') {
    say('starting PostgreSQL, Temporal, sandboxes, worker and api');
    world = await opening.open();
    // Answers are measured at half the finishing rate too: alone, a short run has to tell it.
    const lifecycles =
      part === 'waiting' || part === 'ledger' ? null : await lifecycle(world, wanted('lifecycle') ? plan.lifecycle : QUICK.lifecycle, say);
    if (lifecycles && wanted('lifecycle')) measured = { lifecycle: lifecycles };
    if (wanted('waiting')) measured = { ...measured, waiting: await waiting(world, plan.waiting, say) };
    if (lifecycles && wanted('answers')) {
      const finishing = median(lifecycles.pairs.map(({ tolem }) => tolem.perSecond));
      measured = { ...measured, answers: await answers(world, plan.answers, finishing, say) };
    }
  }
  if (wanted('ledger')) measured = { ...measured, ledger: await ledger(plan.ledger, say) };
  if (wanted('lists')) measured = { ...measured, lists: await lists(plan.lists, say) };
  return report({ date: new Date().toISOString().slice(0, 10), machine: await machine(world), ...measured });
}

function run(asked: Asked): Promise<void> {
  const opening = new Opening();
  const run = new LongRun(() => opening.close());
  return run.within(LIMIT_MS, async () => {
    const text = await measure(opening, asked, run.say);
    if (run.isOver) return;
    const draft = asked.quick || asked.part !== null;
    if (draft) process.stdout.write(`${text}\n`);
    else writeFileSync(RESULTS, text);
    await run.end(0, draft ? 'a quick or partial run: not written' : 'written to bench/results.md');
  });
}

function canRead(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

/** Null for words that say nothing here. */
function askedBy(words: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({ args: [...words], options: { quick: { type: 'boolean' }, part: { type: 'string' } } });
    const part = PARTS.find((name) => name === values.part) ?? null;
    return values.part !== undefined && part === null ? null : { quick: values.quick === true, part };
  } catch {
    return null;
  }
}

const asked = askedBy(process.argv.slice(2));
if (!asked) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else if (!canRead('/proc/self/stat')) {
  process.stderr.write('The benchmark reads CPU times from /proc: it runs on Linux only.\n');
  process.exitCode = 2;
} else void run(asked);
