import type { Database } from '../../../src/registry/database';
import type { Payment } from '../../../src/registry/payment/payments';
import { keepHint, pruneHints } from '../../../src/registry/telling/hints';
import { paymentFile } from '../../../src/staff-view/payment-file';
import { happeningView, timeline } from '../../../src/staff-view/timeline';
import { accepted, book, OTHER } from '../book';
import { carriedOver, oldPayment } from '../older';

const LIMITS = { pauseS: 10, nudgesADay: 20 };

describe('a registry', () => {
  let database: Database;
  beforeAll(async () => {
    database = await book(2);
  });
  afterAll(() => database.close());

  let transactions = 0;
  const hinted = async (...bodies: string[]): Promise<Payment> => {
    const payment = await accepted(database, OTHER, ++transactions, '1.00');
    for (const body of bodies) await keepHint(database, payment, body, LIMITS);
    return payment;
  };
  const left = async (): Promise<string[]> =>
    (await database.query<{ id: string }>('SELECT payment_id AS id FROM hints ORDER BY payment_id')).rows.map(({ id }) => id);

  test('tells all hints about a payment in one line of its story', async () => {
    const payment = await hinted('{"a":1}', '{"a":2}', '{"a":3}');
    const file = await paymentFile(database, payment.agent, payment.transaction);
    expect(file?.hints).toMatchObject([{ supplier: 'alseco', came: 3, nudges: 1 }]);
    expect(
      file &&
        timeline(file)
          .map((happening) => happeningView(happening, 'en'))
          .filter(({ what }) => what.includes('Callback')),
    ).toMatchObject([{ what: expect.stringMatching(/^3 Callbacks of alseco came, the last at .*: asked at once because of 1 of them$/) }]);
  });

  test('prunes hints to which nothing was added for as long as they are kept, a bounded number at once', async () => {
    await database.query('DELETE FROM hints');
    const [first, second, renewed, fresh] = [await hinted('{}'), await hinted('{}'), await hinted('{}'), await hinted('{}')];
    const age = (payment: Payment, days: number, last: number) =>
      database.query("UPDATE hints SET first_at = now() - $2 * interval '1 day', last_at = now() - $3 * interval '1 day' WHERE payment_id = $1", [
        payment.id,
        days,
        last,
      ]);
    await age(first, 100, 95);
    await age(second, 99, 91);
    await age(renewed, 100, 1);
    expect(await pruneHints(database, 90, 1)).toBe(1);
    expect(await left()).toEqual([second.id, renewed.id, fresh.id]);
    expect(await pruneHints(database, 90, 10)).toBe(1);
    expect(await left()).toEqual([renewed.id, fresh.id]);
  });
});

test('an older registry’s hints are carried over into one row for each payment', async () => {
  let asked = '';
  let closed = '';
  const database = await carriedOver(13, async (old) => {
    [asked, closed] = [await oldPayment(old, 1), await oldPayment(old, 2)];
    const came = (payment: string | null, hours: number, body: string, nudged: boolean) =>
      old.query(`INSERT INTO hints (supplier, payment_id, at, body, nudged) VALUES ('upstream', $1, now() - $2 * interval '1 hour', $3, $4)`, [
        payment,
        hours,
        body,
        nudged,
      ]);
    await came(asked, 30, '{"n":1}', true);
    await came(asked, 20, '{"n":2}', true);
    await came(asked, 1, '{"n":3}', false);
    await came(closed, 2, '{"n":4}', false);
    await came(null, 1, '{"n":5}', false);
  });
  const { rows } = await database.query(
    `SELECT payment_id AS payment, supplier, came::int, body, nudged, nudges::int, cardinality(nudged_at) AS lately,
       round(extract(epoch FROM now() - first_at) / 3600)::int AS first, round(extract(epoch FROM now() - last_at) / 3600)::int AS last FROM hints ORDER BY payment_id`,
  );
  expect(rows).toEqual([
    { payment: asked, supplier: 'upstream', came: 3, body: '{"n":3}', nudged: false, nudges: 2, lately: 1, first: 30, last: 1 },
    { payment: closed, supplier: 'upstream', came: 1, body: '{"n":4}', nudged: false, nudges: 0, lately: 0, first: 2, last: 2 },
  ]);
  await database.close();
});
