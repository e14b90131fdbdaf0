import { setTimeout as pause } from 'node:timers/promises';
import { voicesThatDiffer } from '../../support/proof/agreement';
import { suppliersBooks } from '../../support/proof/books';
import { staffLook, unfinished } from '../../support/proof/by-the-book';
import { accountsThatDiffer } from '../../support/proof/ledger';
import { ZONE } from '../../support/proof/new-agent';
import { type Fact, facts, nameOf } from '../../support/proof/registry';
import { done } from '../../support/proof/staff';
import { bookingsThatDiffer, historiesThatTurn } from '../../support/proof/standing';
import { askPayment } from './agents';
import type { Model, Real } from './state';
import { partOf, unendedUpstream } from './trouble';

const REST_LIMIT_MS = 150_000;
const FAULTS_LAST_MS = 2_000;
/** Staff look at what waits for them this often. */
const STAFF_EVERY_MS = 3_000;

/** The trouble is over, staff do what waits for them, the agent repeats what it was not answered: then everything must come to its end. */
export async function comesToRest(model: Model, real: Real): Promise<void> {
  await repaired(model, real);
  for (const asked of model.asked) await askPayment(model, real, asked);
  let nextLook = Date.now() + STAFF_EVERY_MS;
  const until = Date.now() + REST_LIMIT_MS;
  let stillSince: string | null = null;
  for (;;) {
    await finishesWhatIsStuck(real);
    const open = await unfinished(real.world, real.agent.id);
    stillSince = open.length > 0 ? null : (stillSince ?? (await now(real)));
    // Nothing is under way: what a book shows that was read since then is all that there is.
    if (stillSince !== null && (await bookReadSince(real, stillSince))) return;
    if (Date.now() > until) throw new Error(`not at rest after ${REST_LIMIT_MS} ms:\n${open.join('\n')}`);
    if (Date.now() > nextLook) {
      await staffLook(real.world, real.agent.id);
      nextLook = Date.now() + STAFF_EVERY_MS;
    }
    await pause(200);
  }
}

const now = async ({ world }: Real): Promise<string> => (await world.database.query<{ now: string }>('SELECT now() AS now')).rows[0]?.now ?? '';

async function bookReadSince({ world }: Real, since: string): Promise<boolean> {
  const { rows } = await world.database.query('SELECT 1 FROM book_watches WHERE started_at > $1 AND ended_at > started_at AND usable', [since]);
  return rows.length > 0;
}

/** The upstream ends at last what it has not ended. */
async function finishesWhatIsStuck(real: Real): Promise<void> {
  for (const transaction of await unendedUpstream(real)) await real.world.control('upstream', 'finish', { transaction, code: 10 });
}

async function repaired(model: Model, real: Real): Promise<void> {
  const { world, agent, receiver } = real;
  receiver.mood = 'takes';
  for (const name of model.down) await partOf(real, name).start();
  model.down.clear();
  // What waited for a part that was down meets the faults that are armed.
  await pause(FAULTS_LAST_MS);
  await Promise.all([world.control('alseco', 'faults', undefined, 'DELETE'), world.control('upstream', 'faults', undefined, 'DELETE')]);
  await world.control('alseco', 'rollbacks', { next: [] });
  const resume = (words: readonly string[]) => done(world.environment, 'operator-1', [...words, '--reason', 'all is well again']);
  for (const paused of model.paused) await resume([paused.split(' ')[0] ?? '', 'resume', paused.split(' ')[1] ?? '']);
  model.paused.clear();
  if (model.agentPaused) await resume(['agent', 'resume', agent.id]);
  model.agentPaused = false;
}

/** Every promise, once all is at rest. */
export async function broken(model: Model, real: Real): Promise<string[]> {
  const { world, agent, receiver } = real;
  const all = await facts(world.database);
  const own = all.filter((fact) => fact.agent === agent.id);
  const books = await suppliersBooks(world);
  return [
    ...bookingsThatDiffer(all, books),
    ...historiesThatTurn(own),
    ...(await accountsThatDiffer(world.database, all)),
    ...(await voicesThatDiffer(agent, ZONE, own, receiver)),
    ...otherEnds(model, own),
  ];
}

const MONEY_DECISIONS = ['succeeded', 'failed', 'send again', 'roll back', 'write off'];

/** None is lost, none is invented, and each ends as its kind ends, unless staff decided otherwise. */
function otherEnds(model: Model, own: readonly Fact[]): string[] {
  const stored = new Map(own.map((fact) => [fact.transaction, fact]));
  const wrong = model.asked.flatMap(({ transaction, kind, ends, request }) => {
    const fact = stored.get(transaction);
    stored.delete(transaction);
    if (!fact) return request === null ? [] : [`${transaction} (${kind.name}) was answered with RequestID ${request} and is lost`];
    if (fact.status === ends || fact.reversed || fact.decisions.some((decision) => MONEY_DECISIONS.includes(decision.kind))) return [];
    return [`${nameOf(fact)}: a ${kind.name} ends with ${ends}; history ${JSON.stringify(fact.events)}`];
  });
  return [...wrong, ...[...stored.keys()].map((transaction) => `${transaction} was never asked for`)];
}
