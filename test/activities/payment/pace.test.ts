import { noteHowItWent, takeTurn, whyNoTurn } from '../../../src/activities/payment/pace';
import { pollPauseMs } from '../../../src/activities/payment/poll-pace';
import { LADDERS } from '../../../src/ladders';
import type { SupplierState } from '../../../src/registry/catalog/suppliers';
import { troubleAt } from '../../../src/registry/catalog/suppliers';
import { waitingAt } from '../../../src/registry/payment/waiting-count';
import { AGENT, book, SERVICE } from '../../registry/book';
import { until } from '../../support/until';

const state = (changes: Partial<SupplierState>): SupplierState => ({
  name: 'alseco',
  state: 'open',
  reason: 'HTTP 502',
  by: null,
  since: '2026-11-22T10:00:00Z',
  ...changes,
});

test('one lost answer is no trouble yet; five of the last ten are, and good answers end it', () => {
  const calls = (...failed: boolean[]) => failed.map((each) => noteHowItWent('one', each)).at(-1);
  expect(calls(true, true, false, true, true)).toBe(false);
  expect(calls(true)).toBe(true);
  expect(calls(...Array.from({ length: 10 }, () => false))).toBe(false);
});

test('an open supplier takes all, a stopped one none, a slowed one a few at once that keep their place for a pause', async () => {
  for (let at = 0; at < 50; at++) expect(await takeTurn(state({}), 0)).toHaveProperty('release');
  const why = 'alseco is stopped since 2026-11-22T10:00:00Z by operator-1: their maintenance';
  expect(await takeTurn(state({ state: 'stopped', by: 'operator-1', reason: 'their maintenance' }), 0)).toEqual({ why });

  const slowed = state({ state: 'slowed' });
  const turns = await Promise.all(Array.from({ length: 10 }, () => takeTurn(slowed, 30)));
  const got = turns.flatMap((turn) => ('release' in turn ? [turn.release] : []));
  expect(got).toHaveLength(4);
  expect(turns.filter((turn) => 'why' in turn)).toEqual(
    Array.from({ length: 6 }, () => ({ why: 'alseco is slowed since 2026-11-22T10:00:00Z: HTTP 502' })),
  );
  expect(await whyNoTurn(slowed)).toContain('slowed');
  got[0]?.();
  expect(await whyNoTurn(slowed)).toContain('slowed');
  await until('a place after the pause', async () => (await whyNoTurn(slowed)) === null || null, 5_000);
});

test('what is stopped is not merely slowed by another failure, and what staff decided stays', async () => {
  const database = await book(2);
  try {
    expect(await troubleAt(database, 'upstream', 'stopped', 'deposit empty: 0')).toBe(true);
    expect(await troubleAt(database, 'upstream', 'slowed', 'HTTP 502')).toBe(false);
    expect(await troubleAt(database, 'alseco', 'slowed', 'HTTP 502')).toBe(true);
    expect(await troubleAt(database, 'alseco', 'stopped', 'refuses us')).toBe(true);
  } finally {
    await database.close();
  }
});

test('ten thousand waiting payments together keep the rate, and a new one keeps the ladder', async () => {
  const database = await book(2);
  try {
    await database.query(
      `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency, remuneration,
         status, business_day, created_at, held)
       SELECT $1, n, 261122000000000 + n, ''::bytea, $2, 'utility', 'upstream', '1', 1, 'KZT', 1, 'KZT', 0, 9, '2026-11-22', now(), false FROM generate_series(1, 10000) n`,
      [AGENT, SERVICE],
    );
    const waiting = await waitingAt(database, 'upstream');
    expect(waiting).toBe(10_000);
    const { poll: ladder } = LADDERS.production;
    const perSecond = 20;
    // Each payment has its first five questions soon after it is taken, and the rest by its own clock: count what an hour brings.
    const HOUR = 3_600_000;
    let asked = 0;
    for (let payment = 0; payment < waiting; payment++) {
      const begun = (payment * 1_000) / perSecond;
      for (let at = begun, attempt = 1; at < HOUR; attempt++) {
        if (attempt > 6) asked++;
        at += pollPauseMs({ ladder, attempt, waiting, perSecond, unanswered: false });
      }
    }
    expect(asked).toBeLessThanOrEqual((perSecond * HOUR) / 1_000);
    const fresh = [1, 2, 3, 4, 5].map((attempt) => pollPauseMs({ ladder, attempt, waiting, perSecond, unanswered: false }));
    expect(fresh).toEqual([5_000, 8_000, 12_800, 20_480, 32_768]);
    expect(pollPauseMs({ ladder, attempt: 6, waiting, perSecond, unanswered: false })).toBe(500_000);
    expect(pollPauseMs({ ladder, attempt: 1, waiting, perSecond, unanswered: true })).toBe(500_000);
    expect(pollPauseMs({ ladder, attempt: 1, waiting: 10, perSecond, unanswered: false })).toBe(5_000);
    expect(pollPauseMs({ ladder, attempt: 1, waiting: 10, perSecond, unanswered: true })).toBe(20_000);
    expect(pollPauseMs({ ladder, attempt: 50, waiting: 10, perSecond, unanswered: true })).toBe(ladder.capMs);
  } finally {
    await database.close();
  }
});
