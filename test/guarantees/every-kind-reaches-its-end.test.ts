import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { paymentWorkflowId } from '../../src/contracts/workflows';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { replay } from '../workflows/replaying';
import { historyOf } from '../workflows/scene';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const voucher = 'kkazbek.smeken@gmail.com';
const cases: Array<[string, string, Record<string, string>, string]> = [
  ['a top-up (7)', '112', topUp(), '10'],
  ['a voucher by denomination (1911)', '113', { Service: '1911', Account: voucher, Amount: '238345.45', InvoiceId: '4063' }, '10'],
  ['a voucher of one price (1549)', '114', { Service: '1549', Account: voucher, Amount: '5333.45' }, '10'],
  ['a utility bill (815)', '115', utilityBill(), '10'],
  ['a wallet (48), with the longest ids of the samples', '6527505296357515', { Service: '48', Account: '7081982000', Amount: '4714.00' }, '10'],
  ['an unknown account', '116', topUp({ Account: 'no-such-account' }), '-105'],
  ['a denomination that is gone', '117', { Service: '1911', Account: voucher, Amount: '238345.45', InvoiceId: '999999' }, '-203'],
  ['a denomination that became dearer', '118', { Service: '1911', Account: voucher, Amount: '238345.44', InvoiceId: '4063' }, '-201'],
];

test.each(cases)(
  '%s reaches its end through Temporal and the supplier',
  async (_name, transaction, fields, expected) => {
    const agent = world.agent('144');
    const answer = await agent.pay(transaction, fields);
    expect([answer['ResponseStatus'], answer['TransactinID']]).toEqual(['1', transaction]);
    expect(await agent.final(transaction)).toBe(expected);
  },
  90_000,
);

test('the samples’ numbers survive every hop', async () => {
  const answer = await world.agent('144').pay('114', { Service: '1549', Account: voucher, Amount: '5333.45' });
  expect(answer['TransactionContent']).toMatchObject({ Amount: '5333.45', ExchangeRate: '0.0021598272', AmountOnClient: '11.51933037984' });
  const payments = await world.upstreamPayments();
  const { rows } = await world.database.query<{ request_id: string }>('SELECT request_id FROM payments WHERE transaction_id = 6527505296357515');
  expect(payments.filter((each) => each.transaction === rows[0]?.request_id)).toHaveLength(1);
});

test('with SendType=api the voucher’s code reaches its agent, and no history or log', async () => {
  const agent = world.agent('144');
  await agent.pay('119', { Service: '1549', Account: voucher, Amount: '5333.45', SendType: 'api' });
  expect(await agent.final('119')).toBe('10');
  const status = await agent.ask({ RequestType: 'Status', TransactionID: '119' });
  const code = (status['TransactionContent'] as { Extras: { Code: string } }).Extras.Code;
  expect(code).toMatch(/\S{4,}/);
  const everywhere = await allText(world);
  expect(everywhere).not.toContain(code);
  expect(everywhere).not.toContain('sandbox2');
  expect(everywhere).not.toContain(voucher);
  expect(everywhere).not.toContain('7898380');
}, 60_000);

test('an ordinary payment takes three activities, and the histories of all of them replay', async () => {
  const receiver = createServer((request, response) => request.resume().on('end', () => response.end())).listen(0, '127.0.0.1');
  const folder = mkdtempSync(join(tmpdir(), 'tolem-histories-'));
  try {
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    await world.database.query('UPDATE agents SET callback_url = $1 WHERE id = 144', [`http://127.0.0.1:${port}/`]);
    await world.agent('144').pay('120', utilityBill());
    await world.agent('144').final('120');
    const { workflow } = world.client;
    await workflow.getHandle(paymentWorkflowId('144', '120')).result();
    const { events } = await historyOf(workflow, { workflowId: paymentWorkflowId('144', '120') });
    expect(events.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [])).toEqual(['check', 'pay', 'callback']);
    const files = ['112', '113', '115', '116', '119', '120'].map((transaction) => [transaction, join(folder, `${transaction}.json`)] as const);
    for (const [transaction, file] of files)
      writeFileSync(file, historyToJSON(await historyOf(workflow, { workflowId: paymentWorkflowId('144', transaction) })));
    const ends = await replay(files.map(([, file]) => file));
    expect(ends).toEqual(Object.fromEntries(files.map(([transaction]) => [`${transaction}.json`, 'replayed'])));
  } finally {
    receiver.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000);

/** Every history of this world as text, and the logs of api and worker. */
async function allText({ client, environment, folder }: World): Promise<string> {
  const texts = [readFileSync(`${folder}/api.log`, 'utf8'), readFileSync(`${folder}/worker.log`, 'utf8')];
  let seen = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query: `TaskQueue STARTS_WITH '${environment['TASK_QUEUE_PREFIX']}'` }))
    texts.push(
      JSON.stringify(await client.workflow.getHandle(workflowId, runId).fetchHistory(), (key, value) =>
        key === 'data' && (value instanceof Uint8Array || value?.type === 'Buffer') ? Buffer.from(value.data ?? value).toString('utf8') : value,
      ),
    ) && seen++;
  expect(seen).toBeGreaterThan(5);
  return texts.join('\n');
}
