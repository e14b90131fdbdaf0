import type { World } from '../gateway/gateway';
import { suppliersBooks } from './books';
import { type Fact, facts } from './registry';
import { decidedByTwo, done, typed } from './staff';

/** What staff may decide about a payment, as the CLI's options name it; in the order in which they are tried. */
export const CHOICES = ['--succeeded', '--failed', '--send-again', '--roll-back', '--write-off', '--noted'] as const;
export type Choice = (typeof CHOICES)[number];

/** Whether the supplier's book bears the decision out; staff who decide against it make their own loss. */
export async function isBorneOut(world: World, fact: Fact, choice: Choice): Promise<boolean> {
  const standing = ((await suppliersBooks(world)).get(fact.request) ?? []).filter(({ stands }) => stands);
  if (choice === '--succeeded') return standing.length > 0 && standing.length === fact.documents.filter(({ state }) => state !== 'replaced').length;
  return choice === '--failed' || choice === '--send-again' ? standing.length === 0 : true;
}

/** Two people decide; false where evidence forbids it. */
export async function decide({ environment }: World, fact: Fact, choice: Choice): Promise<boolean> {
  const words = ['payment', 'decide', fact.agent, fact.transaction, choice, ...(choice === '--failed' ? ['-115'] : [])];
  return (await decidedByTwo(environment, [...words, '--reason', 'read in the supplier’s book'])) !== null;
}

/**
 * One look of staff at what waits for them: the second person signs what the first decided, open payments are decided by the
 * supplier's book, and what was given up is called back once more. Answers how many payments were decided.
 */
export async function staffLook(world: World, agent: string): Promise<number> {
  const waiting = await world.database.query<{ id: string }>(
    `SELECT d.id FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = $1 AND d.done_at IS NULL AND d.needs_second AND d.second IS NULL ORDER BY d.id`,
    [agent],
  );
  for (const { id } of waiting.rows) {
    const { code } = await typed(world.environment, 'operator-2', ['payment', 'approve', id]);
    if (code !== 0) await typed(world.environment, 'operator-2', ['payment', 'reject', id, '--reason', 'evidence forbids it by now']);
  }
  let decided = 0;
  for (const fact of await facts(world.database, [agent])) if (fact.needsStaff && !fact.final && (await byTheBook(world, fact))) decided++;
  const given = await world.database.query<{ transaction: string }>(
    `SELECT DISTINCT p.transaction_id::text AS transaction FROM callbacks c JOIN payments p ON p.id = c.payment_id
     WHERE p.agent_id = $1 AND c.given_up_at IS NOT NULL AND c.number = (SELECT max(l.number) FROM callbacks l WHERE l.payment_id = p.id)`,
    [agent],
  );
  for (const { transaction } of given.rows) await done(world.environment, 'operator-1', ['payment', 'resend-callback', agent, transaction]);
  return decided;
}

async function byTheBook(world: World, fact: Fact): Promise<boolean> {
  for (const choice of CHOICES) if ((await isBorneOut(world, fact, choice)) && (await decide(world, fact, choice))) return true;
  return false;
}

/** In words what of an agent has not ended: payments, decisions, callbacks. */
export async function unfinished({ database }: World, agent: string): Promise<string[]> {
  const open = (await facts(database, [agent])).filter(({ final }) => !final);
  const waits = open.map(
    ({ transaction, request, status, waitsFor, needsStaff, documents }) =>
      `payment ${agent}/${transaction} (RequestID ${request}, status ${status}) waits for ${waitsFor}; staff: ${needsStaff}; ${JSON.stringify(documents)}`,
  );
  const { rows } = await database.query<{ what: string }>(
    `SELECT 'decision ' || d.id || ' (' || d.kind || ') of payment ' || p.agent_id || '/' || p.transaction_id || ' is not carried out' AS what
     FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = $1 AND d.done_at IS NULL
     UNION ALL SELECT 'the callback of payment ' || p.agent_id || '/' || p.transaction_id || ' waits in the outbox' FROM outbox o JOIN payments p ON p.id = o.payment_id
     WHERE p.agent_id = $1 AND o.kind = 'callback'
     UNION ALL SELECT 'callback ' || c.number || ' of payment ' || p.agent_id || '/' || p.transaction_id || ' is not delivered' FROM callbacks c JOIN payments p ON p.id = c.payment_id
     WHERE p.agent_id = $1 AND c.delivered_at IS NULL AND c.number = (SELECT max(l.number) FROM callbacks l WHERE l.payment_id = p.id)`,
    [agent],
  );
  return [...waits, ...rows.map(({ what }) => what)];
}
