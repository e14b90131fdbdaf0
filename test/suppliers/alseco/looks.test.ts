import { answerHash } from '../../../src/contracts/supply';
import { type Day, plusDays } from '../../../src/domain/day';
import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { until } from '../../support/until';
import { type AlsecoWorld, alsecoWorld, client, context, payment } from './world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

async function planned(changes: Parameters<typeof payment>[0] = {}): Promise<{ paid: SupplierPayment; documents: readonly DocumentPlan[] }> {
  const paid = payment(changes);
  const checked = await world.alseco.check(paid, 1, context());
  if (checked.kind !== 'payable') throw new Error(JSON.stringify(checked));
  return { paid, documents: checked.documents };
}

/** Pays and gives what the registry would know of it: a witness for others. */
async function witness(): Promise<{ paymentId: string; day: Day }> {
  const { paid, documents } = await planned();
  const [outcome] = await world.alseco.pay(paid, documents, context());
  if (outcome?.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return { paymentId: outcome.paymentId, day: world.today };
}

const look = async ({ paid, documents }: Awaited<ReturnType<typeof planned>>, known: Array<{ paymentId: string; day: Day }> = []) =>
  (await world.alseco.look(world.lookOf(paid, documents, known), context()))[0]?.look;

test('nothing booked beside a known payment is absent, with that witness', async () => {
  const known = await witness();
  expect(await look(await planned(), [known])).toEqual({ said: 'absent', witnesses: 1 });
});

test('a book that lacks a payment known to be booked proves nothing', async () => {
  expect(await look(await planned(), [{ paymentId: '99', day: world.today }])).toMatchObject({ said: 'inconclusive' });
});

test('a payment whose answer was lost after booking is found, with its PaymentId', async () => {
  const sent = await planned();
  await world.fault({ fault: 'lost-after' });
  expect(await world.alseco.pay(sent.paid, sent.documents, context())).toMatchObject([{ kind: 'unknown' }]);
  const [booked] = await world.bookings();
  expect(await look(sent)).toMatchObject({ said: 'found', duplicates: [], row: { paymentId: booked?.paymentId, moved: false, day: world.today } });
  // The lists show no time of day: the row names the day, and the outcome carries it.
  const [answer] = await world.alseco.look(world.lookOf(sent.paid, sent.documents), context());
  expect(answer?.outcome).toEqual({ kind: 'accepted', paymentId: booked?.paymentId, bookedAt: null, bookedDay: world.today });
});

test('a payment that Alseco has taken for processing is still found, marked moved', async () => {
  const sent = await planned();
  await world.alseco.pay(sent.paid, sent.documents, context());
  await world.alseco.connection.call('GetBankDayChecks', { bankCode: 'ALSC', dateIn: `${world.today}T00:00:00` }, context());
  expect(await look(sent)).toMatchObject({ said: 'found', row: { moved: true } });
});

test('two bookings under one reference are one found and one duplicate; the duplicate is rolled back by PaymentId', async () => {
  const sent = await planned();
  for (let attempt = 0; attempt < 2; attempt++) await world.alseco.pay(sent.paid, sent.documents, context());
  const found = await look(sent);
  expect(found).toMatchObject({ said: 'found', duplicates: [{ reference: sent.documents[0]?.reference }] });
  const extra = found?.said === 'found' ? (found.duplicates[0]?.paymentId ?? '') : '';
  expect(await world.alseco.rollback([extra], context())).toEqual([{ kind: 'rolled back' }]);
  expect(await look(sent)).toMatchObject({ said: 'found', duplicates: [] });
});

test('our reference with other facts is a contradiction', async () => {
  const sent = await planned();
  await world.alseco.pay(sent.paid, sent.documents, context());
  const other = sent.documents.map((document) => ({ ...document, account: '1988565' }));
  expect(await look({ paid: sent.paid, documents: other })).toMatchObject({ said: 'contradiction' });
});

test('the same account, invoice and sum under a reference that is not ours is inconclusive', async () => {
  const sent = await planned();
  const foreign = sent.documents.map((document) => ({ ...document, content: document.content.replace(document.reference, '847076835') }));
  await world.alseco.pay(sent.paid, foreign, context());
  expect(await look(sent)).toMatchObject({ said: 'inconclusive' });
});

test.each(['GetNotMovedPays', 'getPaysInfo'] as const)('a failing %s makes the look inconclusive, never absent', async (operation) => {
  const known = await witness();
  for (const fault of ['blank', 'truncated', 'html-502', 'lost-after', 'fault'] as const) {
    await world.fault({ operation, fault });
    expect(await look(await planned(), [known])).toMatchObject({ said: 'inconclusive' });
    expect(await look(await planned(), [known])).toMatchObject({ said: 'absent' });
  }
});

test('a range of more days than a look may span is inconclusive, and asks nothing', async () => {
  const sent = await planned();
  const question = { ...world.lookOf(sent.paid, sent.documents), from: plusDays(world.today, -60) };
  expect(await world.alseco.look(question, context())).toMatchObject([{ look: { said: 'inconclusive' } }]);
  expect(await world.control('GET', 'counts')).not.toHaveProperty('GetNotMovedPays');
});

test('questions that wait together share one fetch; one that comes during a fetch gets the next', async () => {
  const sent = await planned();
  await world.fault({ operation: 'getPaysInfo', fault: 'delay', afterMs: 300 });
  const first = look(sent);
  await until('the first fetch is under way', async () => ((await world.control('GET', 'counts')) as Record<string, number>)['getPaysInfo'] === 1);
  await world.alseco.pay(sent.paid, sent.documents, context());
  const later = await Promise.all(Array.from({ length: 20 }, () => look(sent)));
  // Booked between the two lists of the first fetch: found, and not taken for moved.
  expect(await first).toMatchObject({ said: 'found', row: { moved: false } });
  for (const one of later) expect(one).toMatchObject({ said: 'found', row: { moved: false } });
  expect(await world.control('GET', 'counts')).toMatchObject({ GetNotMovedPays: 5, getPaysInfo: 2 });
});

test('a question that is cancelled leaves at once and does not take the others with it', async () => {
  const sent = await planned();
  await world.fault({ operation: 'getPaysInfo', fault: 'delay', afterMs: 300 });
  const running = look(sent);
  const leaving = new AbortController();
  const cancelled = world.alseco.look(world.lookOf(sent.paid, sent.documents), { ...context(), signal: leaving.signal });
  const staying = look(sent);
  leaving.abort();
  expect(await cancelled).toMatchObject([{ look: { said: 'inconclusive', why: 'cancelled' } }]);
  expect([await running, await staying]).toMatchObject([{ said: 'absent' }, { said: 'absent' }]);
});

test('fifty unknown payments at two workers make few fetches, and each look says when it was read and from which answers', async () => {
  const other = client(world.sandbox.endpoint);
  try {
    const sent = [await planned(), await planned(), await planned()];
    const kept = context();
    await world.fault({ operation: 'getPaysInfo', fault: 'delay', afterMs: 200, count: 2 });
    const before = new Date().toISOString();
    const looks = await Promise.all(
      [world.alseco, other].flatMap((worker) =>
        Array.from({ length: 50 }, (_, at) => {
          const { paid, documents } = sent[at % sent.length] ?? (sent[0] as (typeof sent)[number]);
          return worker.look(world.lookOf(paid, documents), { ...context(), keep: kept.keep });
        }),
      ),
    );
    expect(looks.flat().map(({ look }) => look.said)).toEqual(Array.from({ length: 100 }, () => 'absent'));
    // At most one fetch is under way per worker, and what came while it ran shares the next.
    const counts = (await world.control('GET', 'counts')) as Record<string, number>;
    expect(counts['getPaysInfo']).toBeLessThanOrEqual(4);
    expect(counts['GetNotMovedPays']).toBeLessThanOrEqual(8);
    const hashes = new Set(kept.exchanges.map(answerHash));
    for (const { readAt, answerHashes } of looks.flat()) {
      expect(readAt >= before).toBe(true);
      expect(answerHashes).toHaveLength(3);
      expect(answerHashes.every((hash) => /^[0-9a-f]{64}$/.test(hash) && hashes.has(hash))).toBe(true);
    }
  } finally {
    await other.close();
  }
});

test('a reading of the whole book shares the fetch that answers a look', async () => {
  const known = await witness();
  const sent = await planned();
  const seen: string[] = [];
  const read = world.alseco.readBook(
    { from: plusDays(world.today, -1), to: world.today },
    async (lines) => void seen.push(...lines.flatMap((line) => (line.kind === 'row' ? [line.row.paymentId] : []))),
    context(),
  );
  await world.fault({ operation: 'getPaysInfo', fault: 'delay', afterMs: 200 });
  expect(await read).toMatchObject({ kind: 'usable', unreadable: 0 });
  expect(new Set(seen)).toEqual(new Set([known.paymentId]));

  await world.fault({ operation: 'getPaysInfo', fault: 'delay', afterMs: 200 });
  const first = look(sent, [known]);
  const leaving = new AbortController();
  const left = world.alseco.readBook({ from: plusDays(world.today, -1), to: world.today }, async () => {}, { ...context(), signal: leaving.signal });
  const failing = world.alseco.readBook({ from: plusDays(world.today, -1), to: world.today }, () => Promise.reject(new Error('full')), context());
  const beside = look(sent, [known]);
  leaving.abort();
  expect(await left).toMatchObject({ kind: 'unusable', why: 'cancelled' });
  // What one reader cannot take harms nobody else.
  expect(await failing).toMatchObject({ kind: 'unusable', why: 'full' });
  expect([await first, await beside]).toMatchObject([{ said: 'absent' }, { said: 'absent' }]);
  expect(((await world.control('GET', 'counts')) as Record<string, number>)['getPaysInfo']).toBe(3);
});
