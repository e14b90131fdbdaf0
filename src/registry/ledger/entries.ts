import type { SupplierName } from '../../contracts/supply';
import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import { compare, isZero, type Money, money, negate, percentOf, sum, ZERO } from '../../domain/money';
import { dayIn } from '../../zone';
import { findAgent } from '../catalog/agents';
import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';
import { Refused } from '../staff/refused';
import { availableAccount, BANK, depositAccount, heldAccount, payableAccount, REMUNERATION_EXPENSE, remunerationAccount } from './accounts';
import { type Entry, type Posting, post } from './postings';

/**
 * Entries that staff make. Each moves the agent's balance row in the caller's transaction; the row's lock is what keeps
 * a balance above its overdraft under any concurrency. Holds, captures and releases stand in accept.ts and settle.ts.
 */
export interface Cash {
  readonly agent: AgentId;
  /** Above zero, in the contract's currency. */
  readonly amount: Money;
  readonly currency: string;
  /** The bank day of the entry in the contract's zone. */
  readonly day: Day;
  readonly note: string;
}

export interface Moved {
  /** Number of the entry. */
  readonly entry: string;
  /** What the agent has then. */
  readonly available: Money;
}

/** Money of an agent that came to our bank. Throws Refused for an unknown agent. */
export async function topUp(tx: Queryable, cash: Cash): Promise<Moved> {
  requireAmount(cash.amount);
  const { rows } = await tx.query<{ available: Money }>(
    'UPDATE agent_balances SET available = available + $2 WHERE agent_id = $1 RETURNING available',
    [cash.agent, cash.amount],
  );
  if (!rows[0]) throw new Refused(`There is no agent ${cash.agent}.`);
  const entry = await move(tx, { kind: 'top-up', day: cash.day, currency: cash.currency, note: cash.note }, [
    { account: BANK, amount: negate(cash.amount) },
    { account: availableAccount(cash.agent), amount: cash.amount },
  ]);
  return { entry, available: rows[0].available };
}

/** Money paid back to an agent: only its own deposit, never our overdraft. Throws Refused where it does not suffice. */
export async function withdraw(tx: Queryable, cash: Cash): Promise<Moved> {
  requireAmount(cash.amount);
  const { rows } = await tx.query<{ available: Money }>(
    'UPDATE agent_balances SET available = available - $2 WHERE agent_id = $1 AND available >= $2 RETURNING available',
    [cash.agent, cash.amount],
  );
  if (!rows[0]) throw await notWithdrawn(tx, cash);
  const entry = await move(tx, { kind: 'withdrawal', day: cash.day, currency: cash.currency, note: cash.note }, [
    { account: availableAccount(cash.agent), amount: negate(cash.amount) },
    { account: BANK, amount: cash.amount },
  ]);
  return { entry, available: rows[0].available };
}

/** The entry of an amount above zero. */
async function move(tx: Queryable, entry: Entry, postings: readonly Posting[]): Promise<string> {
  const made = await post(tx, entry, postings);
  if (made === null) throw new Error(`a ${entry.kind} moved nothing`);
  return made;
}

async function notWithdrawn(tx: Queryable, cash: Cash): Promise<Refused> {
  const { rows } = await tx.query<{ available: Money }>('SELECT available FROM agent_balances WHERE agent_id = $1', [cash.agent]);
  const available = rows[0]?.available;
  return new Refused(
    available === undefined
      ? `There is no agent ${cash.agent}.`
      : `Agent ${cash.agent} has ${money(available)} ${cash.currency} available: ${cash.amount} cannot be withdrawn.`,
  );
}

/** Money of ours that we pay in at a supplier beforehand. Answers the entry's number. */
export async function payIn(tx: Queryable, supplier: SupplierName, cash: Omit<Cash, 'agent'>): Promise<string> {
  requireAmount(cash.amount);
  return move(tx, { kind: 'deposit', day: cash.day, currency: cash.currency, note: cash.note }, [
    { account: depositAccount(supplier), amount: negate(cash.amount) },
    { account: BANK, amount: cash.amount },
  ]);
}

/** Takes a capture back in full: the agent's money, its remuneration and what we owe the supplier. Once per payment, on the day it is done. */
export async function reverseCapture(tx: Queryable, payment: Payment, day: Day, note: string): Promise<string | null> {
  const { agent, amount, currency } = payment;
  const earned = percentOf(amount, payment.remuneration);
  await tx.query('UPDATE agent_balances SET available = available + $2 WHERE agent_id = $1', [agent, amount]);
  return post(tx, { kind: 'reversal', payment: payment.id, day, currency, note }, [
    { account: payableAccount(payment.supplier), amount: negate(amount) },
    { account: availableAccount(agent), amount },
    { account: remunerationAccount(agent), amount: negate(earned) },
    { account: REMUNERATION_EXPENSE, amount: earned },
  ]);
}

/** The day of an entry that is made now, in the zone of the agent's contract. */
export async function contractToday(tx: Queryable, id: AgentId): Promise<Day> {
  const agent = await findAgent(tx, id);
  if (!agent) throw new Error(`there is no agent ${id}`);
  return dayIn(agent.contractZone, new Date().toISOString());
}

export interface Correction {
  readonly payment: string | null;
  readonly currency: string;
  readonly day: Day;
  /** Who signed, and why. */
  readonly note: string;
  readonly postings: readonly Posting[];
}

/** The only entry that may pass an overdraft; the balance rows of the agents it names move with it. Its number; null where nothing moves. */
export async function correct(tx: Queryable, correction: Correction): Promise<string | null> {
  for (const { agent, available, held } of balanceMoves(correction.postings)) {
    const moved = await tx.query('UPDATE agent_balances SET available = available + $2, held = held + $3 WHERE agent_id = $1', [
      agent,
      available,
      held,
    ]);
    if (!moved.rowCount) throw new Refused(`There is no agent ${agent}.`);
  }
  return post(
    tx,
    {
      kind: 'correction',
      day: correction.day,
      currency: correction.currency,
      note: correction.note,
      ...(correction.payment ? { payment: correction.payment, number: await nextNumber(tx, correction.payment) } : {}),
    },
    correction.postings,
  );
}

/** The payment's lock, taken by the caller, keeps the number unique. */
async function nextNumber(tx: Queryable, payment: string): Promise<number> {
  const { rows } = await tx.query<{ next: number }>(
    `SELECT coalesce(max(number), 0) + 1 AS next FROM ledger_entries WHERE payment_id = $1 AND kind = 'correction'`,
    [payment],
  );
  return rows[0]?.next ?? 1;
}

/** In the order of the agents' ids, so that two corrections never wait for each other. */
function balanceMoves(postings: readonly Posting[]): Array<{ agent: AgentId; available: Money; held: Money }> {
  const agents = new Set(postings.flatMap(({ account }) => /^agent:(\d+):(?:available|held)$/.exec(account)?.[1] ?? []));
  const of = (account: string): Money => sum(postings.filter((posting) => posting.account === account).map((posting) => posting.amount));
  return [...(agents as Set<AgentId>)].sort().map((agent) => ({ agent, available: of(availableAccount(agent)), held: of(heldAccount(agent)) }));
}

function requireAmount(amount: Money): void {
  if (isZero(amount) || compare(amount, ZERO) < 0) throw new Refused(`An amount above zero is needed, not ${amount}.`);
}
