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
  const live = fact.documents.filter(({ state }) => state !== 'replaced');
  if (choice === '--succeeded') return live.length > 0 && live.every(({ reference }) => standing.some((line) => line.reference === reference));
  return choice === '--failed' || choice === '--send-again' ? standing.length === 0 : true;
}

/** The words of a decision about a payment. */
export const deciding = (fact: Fact, choice: Choice): readonly string[] => [
  'payment',
  'decide',
  fact.agent,
  fact.transaction,
  choice,
  ...(choice === '--failed' ? ['-115'] : []),
  '--reason',
  'read in the supplier’s book',
];

/** Two people decide; false where evidence forbids it. */
export const decide = async ({ environment }: World, fact: Fact, choice: Choice): Promise<boolean> =>
  (await decidedByTwo(environment, deciding(fact, choice))) !== null;

interface Told {
  readonly kind: string;
  readonly subject: string;
  readonly command: string;
}

/**
 * One look of staff at what waits for them, as the inbox tells it: the second person signs what the first decided, what nobody explains is
 * cleared by the command that stands beside it, open payments are decided by the supplier's book, and what was given up is called back
 * once more. Answers how many payments were decided.
 */
export async function staffLook(world: World, agent: string): Promise<number> {
  await signed(world, agent);
  const { items } = JSON.parse(await done(world.environment, 'operator-1', ['inbox', '--limit', '1000'])) as { items: Told[] };
  const own = items.filter(({ subject }) => subject.startsWith(`${agent} `));
  let decided = 0;
  for (const { kind, command } of own) {
    if (kind === 'break' && (await followed(world, command))) decided++;
    if (kind === 'callback') await typed(world.environment, 'operator-1', wordsOf(command));
  }
  for (const fact of await facts(world.database, [agent])) if (fact.needsStaff && (await cleared(world, fact))) decided++;
  return decided;
}

async function signed(world: World, agent: string): Promise<void> {
  const waiting = await world.database.query<{ id: string }>(
    `SELECT d.id FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = $1 AND d.done_at IS NULL AND d.needs_second AND d.second IS NULL ORDER BY d.id`,
    [agent],
  );
  for (const { id } of waiting.rows) {
    const { code } = await typed(world.environment, 'operator-2', ['payment', 'approve', id]);
    if (code !== 0) await typed(world.environment, 'operator-2', ['payment', 'reject', id, '--reason', 'evidence forbids it by now']);
  }
}

/** A command as it is told, with what a person fills in. */
const wordsOf = (command: string): string[] =>
  (command.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => (word === '"…"' ? 'as the inbox says' : word.replaceAll('"', '')));

const followed = async ({ environment }: World, command: string): Promise<boolean> => (await decidedByTwo(environment, wordsOf(command))) !== null;

/** What became of an open payment the supplier's book tells; all else is the one next action. */
async function cleared(world: World, fact: Fact): Promise<boolean> {
  const explained = await typed(world.environment, 'operator-1', ['payment', 'explain', fact.agent, fact.transaction]);
  if (explained.code !== 0) return false;
  const { command } = (JSON.parse(explained.out) as { next: { command: string | null } }).next;
  if (fact.final || /--(roll-back|write-off)/.test(command ?? '')) return command !== null && (await followed(world, command));
  for (const choice of ['--succeeded', '--failed', '--send-again'] as const)
    if ((await isBorneOut(world, fact, choice)) && (await decide(world, fact, choice))) return true;
  return false;
}

/** In words what of an agent has not ended: payments, decisions, breaks, what waits for staff, callbacks. */
export async function unfinished({ database }: World, agent: string): Promise<string[]> {
  const waits = (await facts(database, [agent]))
    .filter(({ final, needsStaff }) => !final || needsStaff !== null)
    .map(
      ({ transaction, request, status, waitsFor, needsStaff, documents }) =>
        `payment ${agent}/${transaction} (RequestID ${request}, status ${status}) waits for ${waitsFor}; staff: ${needsStaff}; ${JSON.stringify(documents)}`,
    );
  const { rows } = await database.query<{ what: string }>(UNFINISHED, [agent]);
  return [...waits, ...rows.map(({ what }) => what)];
}

const UNFINISHED = `
SELECT 'decision ' || d.id || ' (' || d.kind || ') of payment ' || p.agent_id || '/' || p.transaction_id || ' is not carried out' AS what
FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = $1 AND d.done_at IS NULL
UNION ALL SELECT 'break ' || b.id || ' (' || b.kind || ') of payment ' || p.agent_id || '/' || p.transaction_id || ': PaymentId ' || b.booking
FROM breaks b JOIN payments p ON p.id = b.payment_id WHERE p.agent_id = $1 AND b.closed_at IS NULL
UNION ALL SELECT 'payment ' || p.agent_id || '/' || p.transaction_id || ' was closed by staff and is asked for on: ' || coalesce(w.said, 'not asked yet')
FROM closed_watches w JOIN payments p ON p.id = w.payment_id WHERE p.agent_id = $1 AND w.ended_at IS NULL AND w.said IS DISTINCT FROM 'upstream does not know it'
UNION ALL SELECT 'the callback of payment ' || p.agent_id || '/' || p.transaction_id || ' waits in the outbox' FROM outbox o JOIN payments p ON p.id = o.payment_id
WHERE p.agent_id = $1 AND o.kind = 'callback'
UNION ALL SELECT 'callback ' || c.number || ' of payment ' || p.agent_id || '/' || p.transaction_id || ' is not delivered'
FROM callbacks c JOIN payments p ON p.id = c.payment_id
WHERE p.agent_id = $1 AND c.delivered_at IS NULL AND c.number = (SELECT max(l.number) FROM callbacks l WHERE l.payment_id = p.id)`;
