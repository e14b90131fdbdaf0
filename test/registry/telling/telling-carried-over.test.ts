import type { Database } from '../../../src/registry/database';
import { overdueCallbacks, whileSweeping } from '../../../src/registry/payment/sweeping';
import { drainOutbox } from '../../../src/registry/telling/outbox';
import { carriedOver, oldPayment } from '../older';

const payments: Record<string, string> = {};
let database: Database;
afterAll(() => database?.close());

async function callback(old: Database, payment: string, number: number, ended: { delivered?: true; given?: true; tries?: string[] }): Promise<void> {
  await old.query(
    `INSERT INTO callbacks (payment_id, number, status, webhook_id, delivered_at, given_up_at)
     VALUES ($1, $2, 10, $3, CASE WHEN $4 THEN now() END, CASE WHEN $5 THEN now() END)`,
    [payment, number, `msg_${payment}_${number}`, ended.delivered ?? false, ended.given ?? false],
  );
  for (const tried of ended.tries ?? [])
    await old.query('INSERT INTO callback_tries (payment_id, number, ended) VALUES ($1, $2, $3)', [payment, number, tried]);
}

test('what an older registry told, or still has to tell, goes on in the newest', async () => {
  database = await carriedOver(12, async (old) => {
    const names = ['laddered', 'delivered', 'gone', 'gone but asked anew', 'replaced', 'to be told'];
    for (const [at, name] of names.entries()) payments[name] = await oldPayment(old, at + 1);
    const of = (name: string) => payments[name] ?? '';
    await callback(old, of('laddered'), 1, { tries: ['HTTP 500', 'HTTP 500'] });
    await callback(old, of('delivered'), 1, { delivered: true, tries: ['delivered'] });
    await callback(old, of('gone'), 1, { tries: ['HTTP 500', 'gone'] });
    await callback(old, of('gone but asked anew'), 1, { tries: ['gone'] });
    await callback(old, of('replaced'), 1, { tries: ['HTTP 500'] });
    await callback(old, of('replaced'), 2, { tries: ['HTTP 500'] });
    for (const name of ['gone but asked anew', 'to be told'])
      await old.query(`INSERT INTO outbox (kind, payment_id, created_at) VALUES ('callback', $1, now() - interval '1 hour')`, [of(name)]);
  });
  const nameOf = (id: string) => Object.keys(payments).find((name) => payments[name] === id);

  // Lost with a store of Temporal that nobody has any more, as far as the registry knows: each is compared.
  const open = (await overdueCallbacks(database, 0, '0', 10)).map(({ id, number }) => [nameOf(id), number]);
  expect(open).toEqual([
    ['laddered', 1],
    ['replaced', 2],
  ]);
  const { rows } = await database.query<{ payment: string; number: number }>(
    'SELECT payment_id AS payment, number FROM callbacks WHERE given_up_at IS NOT NULL ORDER BY payment_id, number',
  );
  expect(rows.map(({ payment, number }) => [nameOf(payment), number])).toEqual([
    ['gone', 1],
    ['replaced', 1],
  ]);
  const told: Array<string | undefined> = [];
  const limits = { limit: 10, graceMs: { payment: 0, callback: 0 }, claimMs: 1_000, againMs: 0 };
  await drainOutbox(database, limits, async ({ payment }) => {
    told.push(nameOf(payment.id));
    return true;
  });
  expect(told.sort()).toEqual(['gone but asked anew', 'to be told']);
  expect(await whileSweeping(database, 1_000, async () => undefined)).toBe(true);
});
