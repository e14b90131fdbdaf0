import pino from 'pino';
import type { Dependencies } from '../../../src/activities/dependencies';
import { sentDocument } from '../../../src/activities/evidence/doubt';
import { write } from '../../../src/activities/payment/record';
import { LADDERS } from '../../../src/ladders';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { claim } from '../../../src/registry/payment/attempts';
import { documentsOf, planDocuments } from '../../../src/registry/payment/documents';
import { vault } from '../../../src/registry/secrets';
import type { Supplier } from '../../../src/suppliers/supplier';
import { WebhookSender } from '../../../src/wire/webhook';
import { accepted, book, OTHER } from '../../registry/book';

let database: Database;
beforeAll(async () => {
  database = await book(2);
});
afterAll(() => database.close());

/** Only its name and zone are asked here. */
const alseco = { name: 'alseco', zone: 'Asia/Almaty' } as Supplier;

test('an answer to a payment that a restored registry lost is not written to the payment that got its row’s number', async () => {
  const webhooks = new WebhookSender({ limitMs: 1_000, connectMs: 1_000, allowLoopback: true, connections: 1 });
  const dependencies: Dependencies = {
    database,
    suppliers: new Map([['alseco', alseco]]),
    ladders: LADDERS.fast,
    vault: vault('0'.repeat(64)),
    webhooks,
    logger: pino({ level: 'silent' }),
    pollsPerSecond: 20,
  };
  const payment = await accepted(database, OTHER, 7, '10.00');
  const document = {
    number: 1,
    reference: `TLM${payment.request}1`,
    account: payment.account,
    invoice: '240710296539',
    amount: payment.amount,
    content: '<x/>',
  };
  await database.transaction(async (tx) => {
    await planDocuments(tx, payment.id, [document]);
    await askNow(tx, claim(payment.id, [1], 1, new Date(Date.now() + 5_000)));
  });
  const step = { payment: payment.id, startedAt: payment.createdAt, patient: true, attempt: 1 };
  const heard = [{ sent: sentDocument(document, payment.createdAt), outcome: { kind: 'accepted', paymentId: '10264561', bookedAt: null } }] as const;
  await expect(write(dependencies, { ...step, agent: OTHER, transaction: '6', heard })).rejects.toMatchObject({ name: 'NoSuchPayment' });
  expect(await documentsOf(database, payment.id)).toMatchObject([{ state: 'planned', attempts: [{ state: 'claimed' }] }]);
  expect(await write(dependencies, { ...step, agent: OTHER, transaction: '7', heard })).toMatchObject({ next: 'finished', status: 10 });
});
