import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paymentLadders } from '../src/contracts/workflows';
import {
  accountCheckMs,
  activityLimitMs,
  answeredWithinMs,
  bookReadMs,
  callbackLimitMs,
  evidenceLimitMs,
  heartbeatMs,
  LADDERS,
  type Ladders,
  listLimitMs,
  nextBookMs,
  outboxClaimMs,
  sendWithinMs,
  shutdownForceMs,
  shutdownGraceMs,
  sweepHoldMs,
} from '../src/ladders';

const SRC = join(__dirname, '..', 'src');

/** Every outer deadline stands above all that may happen within it. */
test.each(Object.values(LADDERS))('the deadlines of $name nest', (ladders: Ladders) => {
  const above = (outer: number, ...inner: number[]): void => expect(outer).toBeGreaterThan(inner.reduce((sum, each) => sum + each, 0));
  const { slotWaitMs, supplierCallMs, writeBudgetMs, statementMs, connectMs } = ladders;

  // An agent waits 60 s; AccountCheck is our own work and the supplier's time, of which the wait for a connection is a part.
  above(ladders.agentMs, accountCheckMs(ladders));
  above(accountCheckMs(ladders), ladders.accountCheckCallMs, ladders.apiStatementMs);
  above(ladders.agentMs, ladders.registerAnswerMs);
  above(ladders.answerMs, ladders.apiStatementMs);
  above(ladders.supplierCallMs + 1, ladders.accountCheckCallMs);
  above(ladders.supplierCallMs, connectMs);

  // A step of a payment: its calls, each with its wait, and writing what was said with the last statement to its end.
  for (const calls of [1, 2]) above(activityLimitMs(ladders, calls), calls * (slotWaitMs + supplierCallMs), writeBudgetMs, statementMs);
  const frozen = paymentLadders(ladders);
  above(frozen.oneCallMs ?? 0, sendWithinMs(ladders), supplierCallMs - connectMs, writeBudgetMs, statementMs);
  above(frozen.activityMs, 2 * (slotWaitMs + supplierCallMs), writeBudgetMs, statementMs);
  // Whoever decides about an attempt waits until nothing of it can still arrive.
  above(sendWithinMs(ladders) + answeredWithinMs(ladders), sendWithinMs(ladders), supplierCallMs, writeBudgetMs, statementMs);

  // A look may wait for a reading under way and then for its own; each list streams longer than a plain call.
  above(listLimitMs(supplierCallMs), supplierCallMs);
  above(bookReadMs(ladders) + 1, 3 * (slotWaitMs + listLimitMs(supplierCallMs)));
  above(frozen.evidenceMs, 2 * bookReadMs(ladders), writeBudgetMs, statementMs);
  above(evidenceLimitMs(ladders), heartbeatMs(ladders));

  above(frozen.callbackMs, ladders.callbackTurnMs, 2 * ladders.callbackCallMs, writeBudgetMs, statementMs);
  above(callbackLimitMs(ladders) + 1, frozen.callbackMs);

  // A worker that stops carries its calls to their answers.
  above(shutdownGraceMs(ladders), frozen.activityMs);
  above(shutdownGraceMs(ladders), frozen.callbackMs);
  above(shutdownForceMs(ladders), shutdownGraceMs(ladders));
  above(ladders.pulseGapMs, ladders.pulseEveryMs);
  // What a starter has taken, and a sweeper holds, stays its own while it asks Temporal.
  above(outboxClaimMs(ladders), 2 * ladders.temporalCallMs);
  above(sweepHoldMs(ladders), 2 * ladders.temporalCallMs, ladders.statementMs);
  above(ladders.sweepAgeMs, ladders.outboxGraceMs, ladders.temporalCallMs - ladders.outboxEveryMs);
});

test('the book is read hourly, on time for the last part of the day, and every ten minutes then', () => {
  const minute = 60_000;
  const { production } = LADDERS;
  expect(nextBookMs(production, 600 * minute)).toBe(60 * minute);
  expect(nextBookMs(production, 100 * minute)).toBe(10 * minute);
  expect(nextBookMs(production, 90 * minute)).toBe(10 * minute);
  expect(nextBookMs(production, minute)).toBe(10 * minute);
});

/** What is not one of the table's deadlines: caches, windows and pages with times of their own. */
const OWN = new Set([
  'VERIFIED_MS',
  'WINDOW_MS',
  'QUEUE_MS',
  'GIVING_WAY_MS',
  'TIDY_MS',
  'ASK_MS',
  'REQUEST_TIMEOUT_MS',
  'GOOD_FOR_MS',
  'FRESH_MS',
  'SOON_MS',
  'ASKED_AT_MOST_EVERY_MS',
  'DAY_MS',
  'MINUTE_MS',
  // Of a bank day: the shortest range and pause, the local time of the morning, a look should a nudge be lost, the life of a run.
  'SHORTEST_STEP_MS',
  'SHORTEST_MS',
  'SIGNED_BY_MS',
  'LOOKS_EVERY_MS',
  'RUNS_MS',
]);

test('no deadline of a call, an answer or an activity is written by hand', () => {
  const files = ['api', 'suppliers', 'activities', 'workflows', 'temporal', 'worker', 'contracts'].flatMap((folder) =>
    readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.ts') ? [join(SRC, folder, name)] : [])),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const named = [...text.matchAll(/const ([A-Z_]+_MS)\b\s*=/g)].flatMap(([, name = '']) => (OWN.has(name) ? [] : [name]));
    const typed = [
      ...text.matchAll(/(?:limitMs|statementMs|slotWaitMs|startToCloseTimeout|scheduleToCloseTimeout|heartbeatTimeout): *[\d'"][^,\n]*/g),
    ];
    return [...named, ...typed.map(([line]) => line)].map((what) => `${file.slice(SRC.length + 1)}: ${what}`);
  });
  expect(found).toEqual([]);
});
