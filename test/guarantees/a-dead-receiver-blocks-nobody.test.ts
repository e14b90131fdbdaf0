import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { topUp } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

/** An agent's receiver: told payments by TransactionID; while it is dead it takes connections and never answers. */
function receiver(dead: boolean): { server: Server; heard: Map<string, number>; wake: () => void } {
  const heard = new Map<string, number>();
  const state = { dead };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece.toString('utf8');
    });
    request.on('end', () => {
      if (state.dead) return;
      const transaction = /"TransactinID":(\d+)/.exec(body)?.[1] ?? '';
      heard.set(transaction, heard.get(transaction) ?? Date.now());
      response.writeHead(200).end('{}');
    });
    request.on('error', () => {});
  });
  return {
    server,
    heard,
    wake: () => {
      state.dead = false;
    },
  };
}

let world: World;
const dead = receiver(true);
const live = receiver(false);
beforeAll(async () => {
  world = await gateway();
  for (const [agent, { server }] of [
    ['144', dead],
    ['145', live],
  ] as const) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
    await world.database.query('UPDATE agents SET callback_url = $2 WHERE id = $1', [agent, url]);
  }
}, 120_000);
afterAll(async () => {
  for (const { server } of [dead, live]) {
    server.closeAllConnections();
    server.close();
  }
  await world?.close();
}, 60_000);

const DEAD = 24;
const LIVE = 6;
const PROMPT_MS = 5_000;

test('one agent’s receiver hangs: another agent’s callbacks arrive promptly', async () => {
  for (let n = 1; n <= DEAD; n++) await world.agent('144').pay(n, topUp());
  await until('the dead receiver holds its places', async () => {
    const { rows } = await world.database.query<{ final: number }>(
      'SELECT count(*)::int AS final FROM payments WHERE agent_id = 144 AND final_at IS NOT NULL',
    );
    return rows[0]?.final === DEAD || null;
  });
  for (let n = 1; n <= LIVE; n++) await world.agent('145').pay(n, topUp());
  await until('all callbacks of 145', async () => live.heard.size === LIVE || null);
  const { rows } = await world.database.query<{ transaction: string; at: string }>(
    'SELECT transaction_id AS transaction, final_at AS at FROM payments WHERE agent_id = 145',
  );
  for (const { transaction, at } of rows) expect((live.heard.get(transaction) ?? 0) - Date.parse(at)).toBeLessThan(PROMPT_MS);
  expect(dead.heard.size).toBe(0);
}, 120_000);

test('waiting for its turn uses up no rung: when the receiver answers again, every callback is delivered', async () => {
  dead.wake();
  await until('all callbacks of 144', async () => dead.heard.size === DEAD || null, 90_000);
  const { rows } = await world.database.query<{ open: number; late: number }>(
    `SELECT count(*) FILTER (WHERE delivered_at IS NULL)::int AS open, count(*) FILTER (WHERE given_up_at IS NOT NULL)::int AS late
     FROM callbacks c JOIN payments p ON p.id = c.payment_id WHERE p.agent_id = 144`,
  );
  expect(rows[0]?.late).toBe(0);
}, 120_000);
