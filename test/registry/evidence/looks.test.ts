import fc from 'fast-check';
import { type EvidenceRules, type LookTaken, verdict } from '../../../src/domain/evidence';
import type { Database } from '../../../src/registry/database';
import { looksAt, type NewLook, recordLook } from '../../../src/registry/evidence/looks';
import type { Payment } from '../../../src/registry/payment/payments';
import { paymentFile } from '../../../src/staff-view/payment-file';
import { happeningView, timeline } from '../../../src/staff-view/timeline';
import { accepted, book, OTHER } from '../book';
import { carriedOver, oldPayment } from '../older';

let database: Database;
let payments = 0;
beforeAll(async () => {
  database = await book(2);
});
afterAll(() => database?.close());

const payment = (): Promise<Payment> => accepted(database, OTHER, ++payments, '0.01');
const hash = (n: number): string => n.toString(16).padStart(64, '0');
const SETTLE_MS = 1_000;
const look = ({ id }: Pick<Payment, 'id'>, changes: Partial<NewLook> = {}): Promise<void> => {
  const made: NewLook = {
    payment: id,
    document: 1,
    attempt: 1,
    question: 'TLM1 in a book',
    said: 'inconclusive',
    detail: 'the answer to Status cannot be read',
    witnesses: 0,
    afterMs: 0,
    readAt: '2026-11-21T10:00:00Z',
    answerHashes: [],
    ...changes,
  };
  return recordLook(database, made, SETTLE_MS);
};
interface Row {
  readonly said: string;
  readonly detail: string;
  readonly count: number;
  readonly hash: string[];
  readonly after: string;
}
const rowsOf = async ({ id }: Payment): Promise<Row[]> =>
  (await database.query<Row>('SELECT said, detail, count, answer_hash AS hash, after_ms AS after FROM looks WHERE payment_id = $1 ORDER BY id', [id]))
    .rows;
const lines = async (of: Payment): Promise<string[]> => {
  const file = await paymentFile(database, of.agent, of.transaction);
  return file
    ? timeline(file)
        .map((happening) => happeningView(happening, 'en'))
        .flatMap(({ what }) => (what.startsWith('looked for') ? [what] : []))
    : [];
};

test('eleven minutes of an unreadable Status are one row and one line: how often, until when, why, and the last answer', async () => {
  const of = await payment();
  for (let at = 1; at <= 112; at++) await look(of, { afterMs: at * 6_000, answerHashes: [hash(at)], readAt: `2026-11-21T10:00:00.${100 + at}Z` });
  expect(await rowsOf(of)).toEqual([
    { said: 'inconclusive', detail: 'the answer to Status cannot be read', count: 112, hash: [hash(112)], after: '672000' },
  ]);
  const { rows } = await database.query<{ lasts: boolean }>('SELECT last_at > at AS lasts FROM looks WHERE payment_id = $1', [of.id]);
  expect(rows).toEqual([{ lasts: true }]);
  const told = await lines(of);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^looked for document 1 \(attempt 1\) 112 times, the last at 20\d\d-.*: TLM1 in a book; inconclusive: the answer to Status cannot be read/,
  );
  expect(told[0]).toContain(hash(112).slice(0, 16));
});

test('what decides keeps a row each, and a run of them is one line', async () => {
  const of = await payment();
  for (let at = 1; at <= 4; at++) await look(of, { said: 'absent', detail: 'not there', witnesses: 2, afterMs: at });
  await look(of, { said: 'contradiction', detail: 'other facts' });
  await look(of, { said: 'absent', detail: 'not there', witnesses: 2, afterMs: 5 });
  expect((await rowsOf(of)).map(({ said, count }) => [said, count])).toEqual([
    ...Array.from({ length: 4 }, () => ['absent', 1]),
    ['contradiction', 1],
    ['absent', 1],
  ]);
  expect((await lines(of)).map((line) => /attempt 1\)( 4 times)?.*(absent|contradiction)/.exec(line)?.slice(1))).toEqual([
    [' 4 times', 'absent'],
    [undefined, 'contradiction'],
    [undefined, 'absent'],
  ]);
});

test('each reason, document and attempt is counted by itself, in whatever order they come', async () => {
  const of = await payment();
  for (let round = 0; round < 3; round++)
    for (const about of [
      { detail: 'list failed' },
      { detail: 'no answer' },
      { document: 2 },
      { attempt: 2 },
      { said: 'answered', pending: true } as const,
    ])
      await look(of, about);
  expect((await rowsOf(of)).map(({ count }) => count)).toEqual([3, 3, 3, 3, 3]);
  expect(await lines(of)).toHaveLength(5);
});

test('a month of looks is a handful of rows, however the reasons differ and whatever else is said', async () => {
  const of = await payment();
  // The first hundred absences are early ones.
  for (let at = 0; at < 400; at++) {
    await look(of, { detail: `request ${at} was not answered` });
    await look(of, { said: 'absent', detail: `not there, beside ${at}`, witnesses: at % 2, afterMs: at * 10 });
    if (at % 10 === 0) await look(of, { said: 'answered', detail: 'it was taken before, and is not found now' });
  }
  const rows = await rowsOf(of);
  expect(rows.length).toBeLessThanOrEqual(5 + 5 + 100 + 2 * 5);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(840);
  expect(rows.filter(({ said }) => said === 'inconclusive').at(-1)?.detail).toBe('request 399 was not answered');
}, 60_000);

const RULES: readonly EvidenceRules[] = [false, true].flatMap((idempotent) =>
  [false, true].map((goOnWithoutWitness) => ({ settleDelayMs: SETTLE_MS, idempotent, goOnWithoutWitness })),
);

test('counting them never makes another attempt allowed that the looks one by one would not', async () => {
  const taken = fc.record({
    said: fc.constantFrom<LookTaken['said'][]>('absent', 'absent', 'absent', 'inconclusive', 'answered', 'contradiction'),
    witnesses: fc.nat(1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(taken, { minLength: 1, maxLength: 60 }), async (all) => {
      const of = await payment();
      const looks = all.map((each, at): LookTaken => ({ ...each, witnesses: each.said === 'absent' ? each.witnesses : 0, afterMs: at * 50 }));
      for (const each of looks) await look(of, { ...each, detail: each.said });
      const kept = await looksAt(database, of.id, 1, 1);
      for (const rules of RULES) {
        const [one, counted] = [verdict(looks, rules), verdict(kept, rules)];
        expect(counted === one || counted === 'look again').toBe(true);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('a registry of before is carried over: what said the same becomes one row, what decides stays as it is', async () => {
  const insert = `INSERT INTO looks (payment_id, document, attempt, at, question, said, detail, witnesses, after_ms, answer_hash)
    SELECT $1, 1, 1, timestamptz '2026-11-21 10:00Z' + n * interval '1 minute', 'question ' || n, $2, $3, 0, n, ARRAY[n::text] FROM generate_series($4::int, $5::int) n`;
  const old = await carriedOver(6, async (before) => {
    const id = await oldPayment(before, 1);
    await before.query(insert, [id, 'inconclusive', 'unreadable', 1, 50]);
    await before.query(insert, [id, 'absent', 'not there', 51, 53]);
    await before.query(insert, [id, 'inconclusive', 'unreadable', 54, 60]);
    await before.query(insert, [id, 'inconclusive', 'another reason', 61, 61]);
  });
  const { rows } = await old.query(
    `SELECT said, detail, count, at, last_at AS last, question, after_ms AS after, answer_hash AS hash FROM looks ORDER BY id`,
  );
  const single = (n: number) => ({ count: 1, at: `2026-11-21T${Math.floor(10 + n / 60)}:${String(n % 60).padStart(2, '0')}:00Z` });
  expect(rows).toMatchObject([
    {
      said: 'inconclusive',
      detail: 'unreadable',
      count: 57,
      at: '2026-11-21T10:01:00Z',
      last: '2026-11-21T11:00:00Z',
      question: 'question 60',
      after: '60',
      hash: ['60'],
    },
    ...[51, 52, 53].map((n) => ({ said: 'absent', last: single(n).at, hash: [`${n}`], ...single(n) })),
    { said: 'inconclusive', detail: 'another reason', last: single(61).at, ...single(61) },
  ]);
  await old.close();
});
