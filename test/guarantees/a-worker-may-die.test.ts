import { createServer, connect, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { paymentWorkflowId } from '../../src/contracts/workflows';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { part } from '../support/gateway/part';
import { until } from '../support/until';
import { join } from 'node:path';
import { childEnvironment } from '../../src/config';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const attemptState = async (transaction: number): Promise<string | undefined> => {
  const { rows } = await world.database.query<{ state: string }>('SELECT a.state FROM attempts a JOIN payments p ON p.id = a.payment_id WHERE p.transaction_id = $1 ORDER BY a.number DESC LIMIT 1', [transaction]);
  return rows[0]?.state;
};

test('killed by −9 while its call is under way: one booking, and the payment finishes', async () => {
  const agent = world.agent('144');
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'hang', execute: true, count: 1 });
  await agent.pay(1, utilityBill());
  await until('the attempt is being sent', async () => (await attemptState(1)) === 'sending');
  await world.worker.kill();
  await world.worker.start();
  expect(await agent.final(1, 120_000)).toBe('10');
  expect(await world.bookings()).toHaveLength(1);
}, 180_000);

test('a workflow reset to before `pay` finds its attempt and pays nothing again', async () => {
  const agent = world.agent('144');
  await agent.pay(2, utilityBill());
  expect(await agent.final(2)).toBe('10');
  const workflowId = paymentWorkflowId('144', '2');
  const handle = world.client.workflow.getHandle(workflowId);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  const { runId } = await handle.describe();
  await world.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a test resets it',
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
    requestId: `${Date.now()}`,
  });
  expect(await world.client.workflow.getHandle(workflowId).result()).toEqual({ status: 10 });
  expect(await world.bookings()).toHaveLength(2);
}, 120_000);

test('stopped between claim and send, it wakes later and sends nothing', async () => {
  const gate = await connectProxy();
  const sleeper = part({
    name: 'sleeper',
    script: join(__dirname, '..', '..', 'dist', 'worker', 'main.js'),
    logFile: join(world.folder, 'sleeper.log'),
    environment: () => childEnvironment({ ...world.environment, ALSECO_PROXY_URL: `http://127.0.0.1:${gate.port}` }),
    portVariable: 'WORKER_PORT',
  });
  const agent = world.agent('144');
  await world.worker.stop();
  await sleeper.start();
  try {
    gate.holdAfter('AccountsNew');
    await agent.pay(3, utilityBill());
    await until('the attempt is claimed and its connection is held', async () => (await attemptState(3)) === 'claimed' && gate.held() > 0);
    sleeper.signal('SIGSTOP');
    await world.worker.start();
    expect(await agent.final(3, 120_000)).toBe('10');
    sleeper.signal('SIGCONT');
    gate.open();
    await until('the sleeper has seen that it may not send', async () => gate.held() === 0);
    await sleeper.stop();
    expect(await world.bookings()).toHaveLength(3);
  } finally {
    await sleeper.stop();
    await gate.close();
  }
}, 240_000);

interface Gate {
  readonly port: number;
  /** Lets connections through until one has carried this text; later ones are held before they are opened. */
  holdAfter(text: string): void;
  held(): number;
  open(): void;
  close(): Promise<void>;
}

/** An HTTP proxy (CONNECT) that can hold a connection before it exists for the caller. */
async function connectProxy(): Promise<Gate> {
  let marker: string | null = null;
  let holding = false;
  const waiting = new Set<() => void>();
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (head) => {
      const target = /^CONNECT ([^:]+):(\d+)/.exec(head.toString('latin1'));
      if (!target) return socket.destroy();
      const go = () => {
        waiting.delete(go);
        const far = connect(Number.parseInt(target[2] ?? '', 10), target[1]);
        far.on('error', () => socket.destroy());
        far.once('connect', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.on('data', (data) => {
            if (marker && data.includes(marker)) holding = true;
          });
          socket.pipe(far).pipe(socket);
        });
      };
      if (!holding) return go();
      waiting.add(go);
      socket.once('close', () => waiting.delete(go));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    holdAfter: (text) => {
      marker = text;
    },
    held: () => waiting.size,
    open: () => {
      holding = false;
      marker = null;
      for (const go of [...waiting]) go();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
