import { setTimeout as pause } from 'node:timers/promises';
import { nextTransaction, Poster, paymentForm } from '../agent';
import { closedLoop, Waiting } from '../closed-loop';
import { receiver } from '../lifecycle/receiver';
import { type Latencies, latencies, shown } from '../statistics';
import type { BenchWorld } from '../world';

export interface WaitingOptions {
  /** Payments that the upstream has taken and does not end. */
  readonly waiting: number;
  /** New payments of each kind, one after another, alone and beside those. */
  readonly fresh: number;
}

/** Time from an agent's form to its callback. */
export interface Fresh {
  readonly topUp: Latencies;
  readonly bill: Latencies;
}

export interface Waited {
  readonly options: WaitingOptions;
  readonly alone: Fresh;
  readonly beside: Fresh;
  /** Status asked of the upstream while the new payments went through. */
  readonly questionsPerSecond: number;
  /** From the moment the upstream ended all of them until the last was final here, in seconds. */
  readonly endedAfterSeconds: number;
}

const LIMIT_MS = 4 * 60_000;
const ENDS_WITHIN_MS = 60_000;
const AT_ONCE = 10;
/** An account that the upstream's sandbox leaves at status 9 until it is told to end it. */
const STUCK = 'stuck';
const SUCCESS = 10;

const billForm = (transaction: string): string => paymentForm(transaction);

function topUpForm(transaction: string, account = 'galek10'): string {
  const form = new URLSearchParams(paymentForm(transaction));
  form.delete('Services');
  for (const [name, value] of Object.entries({ Service: '7', Account: account, Amount: '100.00' })) form.set(name, value);
  return form.toString();
}

/** What new payments notice of many that wait for their final status at the same supplier, and at another. */
export async function waiting(world: BenchWorld, options: WaitingOptions, say: (line: string) => void): Promise<Waited> {
  await Promise.all([world.worker.stop(), world.api.stop()]);
  await Promise.all([world.worker.start(), world.api.start()]);
  const payments = new Waiting('payment', ENDS_WITHIN_MS);
  const hook = await receiver(payments);
  const poster = new Poster(world.api.port, '/home/index', AT_ONCE);
  const timed = async (form: (transaction: string) => string): Promise<Latencies> => {
    const since = performance.now();
    const took = await closedLoop(options.fresh, 1, async () => {
      const transaction = nextTransaction();
      const told = payments.for(transaction);
      await poster.post(form(transaction));
      await told;
    });
    return latencies(took, (performance.now() - since) / 1_000);
  };
  const fresh = async (): Promise<Fresh> => ({ topUp: await timed(topUpForm), bill: await timed(billForm) });
  try {
    await world.database.query('UPDATE agents SET callback_url = $1 WHERE id = 144', [hook.url]);
    await fresh();
    const alone = await fresh();
    await closedLoop(options.waiting, AT_ONCE, () => poster.post(topUpForm(nextTransaction(), STUCK)));
    await untilOpen(world, 'status = 9', options.waiting);
    say(`waiting: ${options.waiting} payments wait for the upstream`);
    const before = await questions(world);
    const since = performance.now();
    const beside = await fresh();
    const questionsPerSecond = ((await questions(world)) - before) / ((performance.now() - since) / 1_000);
    say(`waiting: a new top-up takes ${shown(beside.topUp.p50)} ms beside ${shown(alone.topUp.p50)} ms alone`);
    return { options, alone, beside, questionsPerSecond, endedAfterSeconds: await ended(world) };
  } finally {
    await world.database.query('UPDATE agents SET callback_url = NULL WHERE id = 144');
    await Promise.all([poster.close(), hook.close(), world.worker.stop(), world.api.stop()]);
  }
}

const questions = async (world: BenchWorld): Promise<number> =>
  (await world.control<Readonly<Record<string, number>>>('upstream', 'counts'))['Status'] ?? 0;

async function ended(world: BenchWorld): Promise<number> {
  // The callbacks of these find a receiver that does not know them; nobody waits for them.
  const { rows } = await world.database.query<{ request: string }>(
    'SELECT request_id AS request FROM payments WHERE final_at IS NULL AND account = $1',
    [STUCK],
  );
  const since = performance.now();
  await closedLoop(rows.length, AT_ONCE, async (number) => {
    await world.control('upstream', 'finish', { transaction: rows[number]?.request, code: SUCCESS });
  });
  await untilOpen(world, 'true', 0);
  return (performance.now() - since) / 1_000;
}

/** Until exactly so many open payments of the stuck account are as `condition` says. */
async function untilOpen(world: BenchWorld, condition: string, count: number): Promise<void> {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await pause(100)) {
    const { rows } = await world.database.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM payments WHERE final_at IS NULL AND account = $1 AND ${condition}`,
      [STUCK],
    );
    if (rows[0]?.open === count) return;
  }
  throw new Error(`not ${count} open payments (${condition}) within ${LIMIT_MS / 1_000} s`);
}
