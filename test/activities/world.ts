import pino from 'pino';
import type { Dependencies } from '../../src/activities/dependencies';
import type { ServiceId } from '../../src/domain/ids';
import { money, ZERO } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { putService } from '../../src/registry/catalog/services';
import { accept, type NewPayment } from '../../src/registry/payment/accept';
import { type Payment, paymentById } from '../../src/registry/payment/payments';
import { vault } from '../../src/registry/secrets';
import { WebhookSender } from '../../src/wire/webhook';
import { AGENT, asked, book, transaction, ZONE } from '../registry/book';
import { world as upstreamWorld } from '../suppliers/upstream/world';
import { steps } from './steps';

/** So short that a payment's whole evidence fits into a test. */
const SETTLE_MS = 300;
const LADDER = { ...LADDERS.fast, settleDelayMs: SETTLE_MS, needsStaffMs: 3_600_000, pulseGapMs: 3_600_000 };

/**
 * The activities of a payment over a real registry and the upstream's sandbox, one after another as the workflow would call
 * them, without Temporal: what would be scheduled again is asked again at once.
 */
export async function world() {
  const database = await book(4);
  const sandbox = await upstreamWorld();
  for (const [id, kind] of [
    ['7', 'plain'],
    ['48', 'plain'],
    ['1549', 'static'],
  ] as const)
    await putService(database, {
      id: id as ServiceId,
      name: `service ${id}`,
      kind,
      supplier: 'upstream',
      currency: 'KZT',
      accountPattern: '.*',
      testAccount: '',
      minAmount: money('1'),
      maxAmount: money('90000'),
      remuneration: ZERO,
      topCommission: ZERO,
      contractCurrencies: ['KZT'],
    });
  await database.query('UPDATE agent_balances SET available = 1000000 WHERE agent_id = $1', [AGENT]);
  const webhooks = new WebhookSender({ limitMs: 1_000, connectMs: 1_000, allowLoopback: true, connections: 1 });
  const dependencies: Dependencies = {
    database,
    suppliers: new Map([['upstream', sandbox.upstream]]),
    ladders: LADDER,
    vault: vault('0'.repeat(64)),
    webhooks,
    logger: pino({ level: 'silent' }),
    pollsPerSecond: 1_000,
  };
  let accepted = 0;

  /** A payment as the api accepts one, to an account of its own. */
  const payment = async (service: '7' | '48' = '7', more: Partial<NewPayment> = {}): Promise<Payment> => {
    const number = ++accepted;
    const account = service === '7' ? `player${number}` : String(7_081_982_000 + number);
    const to = { service: service as ServiceId, kind: 'plain', supplier: 'upstream', account, remuneration: ZERO } as const;
    const answer = await accept(database, asked({ ...to, transaction: transaction(number), ...more }), ZONE);
    if (answer.kind !== 'stored') throw new Error(`not stored: ${answer.kind}`);
    return answer.payment;
  };

  const goes = steps(dependencies);

  const seen = async ({ id }: Payment): Promise<Payment> => {
    const found = await paymentById(database, id);
    if (!found) throw new Error(`no payment ${id}`);
    return found;
  };

  return {
    ...sandbox,
    database,
    dependencies,
    payment,
    goes,
    seen,
    attempts: async ({ id }: Payment) =>
      (
        await database.query<{ number: number; outcome: string | null; reason: string | null }>(
          'SELECT number, outcome, reason FROM attempts WHERE payment_id = $1 ORDER BY number',
          [id],
        )
      ).rows,
    looks: async ({ id }: Payment) =>
      (
        await database.query<{ said: string; detail: string; after_ms: string; count: number }>(
          'SELECT said, detail, after_ms, count FROM looks WHERE payment_id = $1 ORDER BY id',
          [id],
        )
      ).rows,
    exchanged: async ({ id }: Payment) =>
      (
        await database.query<{ operation: string; request: string }>(
          'SELECT operation, request FROM exchanges WHERE payment_id = $1 ORDER BY at, id',
          [id],
        )
      ).rows,
    booked: async ({ request }: Payment) => (await sandbox.book()).payments.filter((line) => line.transaction === request).length,
    close: async () => {
      await webhooks.close();
      await sandbox.close();
      await database.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof world>>;
