import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { callbackWorkflowId, paymentWorkflowId, reversalWorkflowId } from '../../src/contracts/workflows';
import { LADDERS } from '../../src/ladders';
import { paymentById } from '../../src/registry/payments';
import { startReversal } from '../../src/temporal/start';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { ask, temporalAddress } from '../support/services/services';
import { until } from '../support/until';

/**
 * Histories of every shape a workflow has had are replayed against today's code without a server: a change that alters
 * commands fails here and belongs behind `patched()`. RECORD_HISTORIES=1 keeps the shapes made below in test/histories.
 */
const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
const FOLDER = join(__dirname, '..', 'histories');
const kept = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const made = mkdtempSync(join(tmpdir(), 'tolem-histories-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Where a worker ran and its stack traces are no part of a history's shape. */
function withoutTraces(history: string): string {
  const hidden: Record<string, string> = { stackTrace: '', identity: 'worker' };
  return JSON.stringify(
    JSON.parse(history, (key, value: unknown) => hidden[key] ?? value),
    null,
    1,
  );
}

/** File → `replayed`, or the name of the error. */
async function replay(files: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'test', 'support', 'replay.cjs'), join(ROOT, 'dist', 'workflow-bundle.js'), ...files], {
    maxBuffer: 1_048_576,
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

test('the kept histories, one or more of each workflow, replay on today’s code', async () => {
  expect(new Set(kept.map((name) => name.split('-')[0]))).toEqual(new Set(['payment', 'callback', 'reversal']));
  expect(await replay(kept.map((name) => join(FOLDER, name)))).toEqual(Object.fromEntries(kept.map((name) => [name, 'replayed'])));
}, 60_000);

test('a history that today’s code would not have made is refused', async () => {
  const wrong = join(made, 'wrong.json');
  writeFileSync(
    wrong,
    readFileSync(join(FOLDER, 'payment-straight.json'), 'utf8')
      .replaceAll('"name": "pay"', '"name": "poll"')
      .replaceAll('"name":"pay"', '"name":"poll"'),
  );
  expect(await replay([wrong])).toEqual({ 'wrong.json': 'DeterminismViolationError' });
}, 60_000);

test('a workflow carries Temporal’s own packages and no other: each payment runs all of its bundle anew', () => {
  const modules = readFileSync(join(ROOT, 'dist', 'workflow-bundle.js'), 'utf8').matchAll(
    /^\/\*\*\*\/ "[^"]*\/node_modules\/((?:@[^/"]+\/)?[^/"]+)/gm,
  );
  const packages = new Set([...modules].map(([, name]) => name));
  expect([...packages].sort()).toEqual(['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']);
});

describe('histories made now', () => {
  let world: World;
  let receiver: Server;
  let answers: number[];
  beforeAll(async () => {
    answers = [];
    receiver = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(answers.shift() ?? 200).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    world = await gateway();
    await world.database.query('UPDATE agents SET callback_url = $1 WHERE id = 144', [
      `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    ]);
  }, 120_000);
  afterAll(async () => {
    await world?.close();
    await new Promise((resolve) => receiver.close(resolve));
  }, 60_000);

  /** Waits for the workflow's end, keeps its history, and replays it. */
  const shape = async (workflowId: string, name: string): Promise<string | undefined> => {
    const handle = world.client.workflow.getHandle(workflowId);
    await until(`${workflowId} is there`, () => handle.describe().catch(() => null));
    await handle.result();
    const { runId } = await handle.describe();
    const file = join(made, `${name}.json`);
    const shown = [
      'workflow',
      'show',
      '--workflow-id',
      workflowId,
      '--run-id',
      runId,
      '--output',
      'json',
      '--address',
      await temporalAddress(),
      '--namespace',
      world.client.options.namespace,
    ];
    writeFileSync(file, (await run(await ask('/temporal-cli'), shown, { maxBuffer: 16_777_216 })).stdout);
    if (process.env['RECORD_HISTORIES']) writeFileSync(join(FOLDER, basename(file)), withoutTraces(readFileSync(file, 'utf8')));
    return (await replay([file]))[basename(file)];
  };

  test('the straight path needs three activities: check, pay, callback', async () => {
    await world.agent('144').pay(1, utilityBill());
    expect(await shape(paymentWorkflowId('144', '1'), 'payment-straight')).toBe('replayed');
    const { events } = await world.client.workflow.getHandle(paymentWorkflowId('144', '1')).fetchHistory();
    expect((events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [])).toEqual([
      'check',
      'pay',
      'callback',
    ]);
  }, 60_000);

  test('a polled payment', async () => {
    await world.agent('144').pay(2, topUp());
    expect(await shape(paymentWorkflowId('144', '2'), 'payment-polled')).toBe('replayed');
  }, 60_000);

  test('a lost answer, and a receiver that is down at first', async () => {
    await world.control('alseco', 'faults', { operation: 'PayD', fault: 'lost-after', count: 1 });
    answers = [500, 500, 200];
    await world.agent('144').pay(3, utilityBill());
    expect(await shape(paymentWorkflowId('144', '3'), 'payment-found')).toBe('replayed');
    expect(await shape(callbackWorkflowId('144', '3', 1), 'callback-laddered')).toBe('replayed');
  }, 90_000);

  test('a supplier that does not answer the check', async () => {
    await world.control('alseco', 'faults', { operation: 'GetInvoicesByAccountsNew', fault: 'html-502', count: 3 });
    await world.agent('144').pay(4, utilityBill());
    expect(await shape(paymentWorkflowId('144', '4'), 'payment-waited')).toBe('replayed');
  }, 60_000);

  test('a reversal on the day of booking', async () => {
    const { rows } = await world.database.query<{ id: string; payment: string }>(
      `INSERT INTO decisions (payment_id, kind, reason, staff, needs_second) SELECT id, 'reverse', 'the agent asked for it', 'operator-1', false FROM payments
       WHERE agent_id = 144 AND transaction_id = 1 RETURNING id, payment_id AS payment`,
    );
    const payment = await paymentById(world.database, rows[0]?.payment ?? '');
    if (!payment) throw new Error('payment 144/1 is not there');
    const prefix = world.environment['TASK_QUEUE_PREFIX'] ?? '';
    await startReversal({ client: world.client, prefix, ladders: LADDERS.fast }, payment, rows[0]?.id ?? '');
    expect(await shape(reversalWorkflowId('144', '1'), 'reversal-rolled-back')).toBe('replayed');
    const answer = await world.agent('144').ask({ RequestType: 'Status', TransactionID: '1' });
    expect([answer['ResponseStatus'], answer['Message']]).toEqual(['-115', expect.stringMatching(/; платёж отменён \d\d\.\d\d\.\d{4}$/)]);
  }, 60_000);
});
