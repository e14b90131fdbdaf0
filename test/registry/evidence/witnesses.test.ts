import { type Day, plusDays } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { claimsBeside, knownBookings } from '../../../src/registry/evidence/witnesses';
import { documentRolledBack, planDocuments, refuseDocument, takeDocument } from '../../../src/registry/payment/documents';
import { addStaff } from '../../../src/registry/staff/staff';
import { accepted, book, OTHER } from '../book';

/** Which of our bookings a look may be held against: those that are known to stand. */
const DAY = '2026-11-21' as Day;
let database: Database;
beforeAll(async () => {
  database = await book();
  await addStaff(database, 'operator-1', 'none', ['operator']);
});
afterAll(() => database?.close());

let transactions = 0;
/** A payment of an agent that may owe, whose first documents are taken under these PaymentIds. */
async function taken(paymentIds: readonly string[], planned = paymentIds.length, day = DAY): Promise<string> {
  const { id } = await accepted(database, OTHER, ++transactions, '1');
  const numbers = Array.from({ length: planned }, (_, at) => at + 1);
  await planDocuments(
    database,
    id,
    numbers.map((number) => ({ number, reference: `TLM${id}-${number}`, account: '7', invoice: String(number), amount: money('1'), content: '-' })),
  );
  for (const [at, paymentId] of paymentIds.entries()) await takeDocument(database, id, at + 1, { paymentId, bookedAt: null, day });
  return id;
}
const witnesses = async (): Promise<string[]> => (await knownBookings(database, 'alseco', [DAY], 10)).map(({ paymentId }) => paymentId).sort();

test('what was taken is a witness, until a part of its payment is refused: from then on it may be rolled back and gone', async () => {
  await taken(['11', '12']);
  const partly = await taken(['21'], 2);
  expect(await witnesses()).toEqual(['11', '12', '21']);
  await refuseDocument(database, partly, 2, -203, 'no such invoice', true);
  expect(await witnesses()).toEqual(['11', '12']);
  await documentRolledBack(database, partly, 1, -203);
  expect(await witnesses()).toEqual(['11', '12']);
});

test('what staff have decided to take back is a witness again only where that came to nothing', async () => {
  const decided = await taken(['31']);
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO decisions (payment_id, kind, reason, staff, needs_second) VALUES ($1, 'reverse', 'the agent asked for it', 'operator-1', false) RETURNING id`,
    [decided],
  );
  expect(await witnesses()).not.toContain('31');
  const ends = (outcome: string) =>
    database.query(`UPDATE decisions SET done_at = now(), outcome = $2, result = 'a test' WHERE id = $1`, [rows[0]?.id, outcome]);
  await ends('unclear');
  expect(await witnesses()).not.toContain('31');
  await ends('refused');
  expect(await witnesses()).toContain('31');
});

test('so many of each day are asked for, and of no other day', async () => {
  const days = [DAY, plusDays(DAY, 1), plusDays(DAY, 3)];
  for (const [at, day] of days.entries()) for (const id of [1, 2, 3]) await taken([`${at}${id}`], 1, day);
  const known = await knownBookings(database, 'alseco', [plusDays(DAY, 1), plusDays(DAY, 2), plusDays(DAY, 3)], 2);
  expect(known.map(({ paymentId, day }) => [paymentId, day]).sort()).toEqual([
    ['12', plusDays(DAY, 1)],
    ['13', plusDays(DAY, 1)],
    ['22', plusDays(DAY, 3)],
    ['23', plusDays(DAY, 3)],
  ]);
});

test('lines of the same account belong to other payments by their reference or PaymentId, never to the payment itself', async () => {
  const [one, other] = [await taken(['91']), await taken([], 1)];
  expect(await claimsBeside(database, 'alseco', one, '7898380')).toContainEqual({ reference: `TLM${other}-1`, paymentId: null });
  const beside = await claimsBeside(database, 'alseco', other, '7898380');
  expect(beside).toContainEqual({ reference: `TLM${one}-1`, paymentId: '91' });
  expect(beside.map(({ reference }) => reference)).not.toContain(`TLM${other}-1`);
  expect(await claimsBeside(database, 'alseco', other, '7898381')).toEqual([]);
  expect(await claimsBeside(database, 'upstream', other, '7898380')).toEqual([]);
});
