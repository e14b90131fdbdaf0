import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import type { Part } from '../support/gateway/part';
import { suppliersBooks } from '../support/proof/books';
import { accountsThatDiffer } from '../support/proof/ledger';
import { facts } from '../support/proof/registry';
import { bookingsThatDiffer, historiesThatTurn } from '../support/proof/standing';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);
afterEach(async () => {
  await world.control('alseco', 'faults', undefined, 'DELETE');
  await world.control('upstream', 'faults', undefined, 'DELETE');
});

const SLOW_MS = 1_200;
const ROUNDS = 2;
const fieldsOf = (at: number): Record<string, string> => (at % 2 === 0 ? utilityBill() : topUp());

/** One after the other, each with SIGTERM and brought back, `rounds` times; the other one carries on meanwhile. */
async function rolling(parts: readonly Part[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const part of parts) {
      await part.stop();
      await part.start();
    }
}

/** Every payment of the world is final with 10, was sent once, and was never in doubt. */
async function allStraight(count: number): Promise<void> {
  const open = 'SELECT 1 FROM payments WHERE final_at IS NULL LIMIT 1';
  await until('all payments are final', async () => (await world.database.query(open)).rows.length === 0, 180_000);
  const all = await facts(world.database);
  expect(all).toHaveLength(count);
  expect([...new Set(all.map(({ status }) => status))]).toEqual([10]);
  expect(bookingsThatDiffer(all, await suppliersBooks(world))).toEqual([]);
  expect(historiesThatTurn(all)).toEqual([]);
  expect(await accountsThatDiffer(world.database, all)).toEqual([]);
  const { rows } = await world.database.query<{ looks: number; unknown: number; reasons: string[] }>(
    `SELECT (SELECT count(*)::int FROM looks) AS looks, count(*) FILTER (WHERE outcome = 'unknown')::int AS unknown,
       array_agg(DISTINCT outcome || ': ' || reason) FILTER (WHERE outcome NOT IN ('accepted', 'pending')) AS reasons FROM attempts`,
  );
  expect(rows).toEqual([{ looks: 0, unknown: 0, reasons: null }]);
}

/** How often a process said at its end that it had stopped as it should. */
const ends = (name: string) => (readFileSync(join(world.folder, `${name}.log`), 'utf8').match(/"msg":"stopped"/g) ?? []).length;

let asked = 0;

/** Cut: the connection was made, and ended before the api had read from it. */
type Outcome = 'answered' | 'refused' | 'cut';

/** A connection of its own, as an agent without keep-alive makes one; an answer that is not 1 is thrown. */
function post(port: number, form: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        path: '/home/index',
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('error', reject);
        answer.on('end', () => (text.includes('"ResponseStatus":1,') ? resolve('answered') : reject(new Error(`${answer.statusCode} ${text}`))));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'cut'));
    sent.end(form);
  });
}

const isStored = async (transaction: number): Promise<boolean> =>
  (await world.database.query('SELECT 1 FROM payments WHERE transaction_id = $1', [transaction])).rows.length > 0;

/** A customer of 145 after the other: whichever api takes the request must answer it; one that was not taken goes to the other api. */
async function client(number: number, apis: readonly Part[], outcomes: Record<Outcome, number>, isOver: () => boolean): Promise<void> {
  for (; !isOver(); await pause(500)) {
    const at = ++asked;
    const form = new URLSearchParams({
      RequestType: 'Payment',
      AgentID: '145',
      AgentPassword: 'sandbox2',
      Currency: 'KZT',
      RequestDate: '2026-11-22 10:00:00',
      TransactionID: String(at),
      ...fieldsOf(at),
    }).toString();
    for (let turn = number; ; turn++) {
      const outcome = await post(apis[turn % 2]?.port ?? 0, form);
      outcomes[outcome]++;
      if (outcome === 'answered') break;
      if (await isStored(at)) throw new Error(`payment ${at} was taken, and its request was ${outcome}`);
      await pause(20);
    }
  }
}

test('two workers and two apis restarted in turn under load, their suppliers slow: what was taken is answered, no attempt is ever unknown and no book is read', async () => {
  const [worker, api] = [world.another(), world.another('api')];
  await Promise.all([worker.start(), api.start()]);
  try {
    await world.control('alseco', 'faults', { operation: 'PayD', fault: 'delay', afterMs: SLOW_MS });
    await world.control('upstream', 'faults', { operation: 'Payment', fault: 'delay', afterMs: SLOW_MS });
    const apis = [world.api, api];
    const outcomes: Record<Outcome, number> = { answered: 0, refused: 0, cut: 0 };
    let over = false;
    const clients = Promise.all([0, 1, 2, 3].map((number) => client(number, apis, outcomes, () => over)));
    await Promise.all([rolling([world.worker, worker], ROUNDS), rolling(apis, ROUNDS)]).finally(() => {
      over = true;
    });
    await clients;
    expect(outcomes.answered).toBeGreaterThan(30);
    expect(outcomes.refused).toBeGreaterThan(0);
    expect([ends('worker'), ends('api')]).toEqual([ROUNDS, ROUNDS]);
    await allStraight(asked);
  } finally {
    await Promise.all([worker.stop(), api.stop()]);
  }
}, 400_000);
