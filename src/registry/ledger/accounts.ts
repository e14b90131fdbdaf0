import type { SupplierName } from '../../contracts/supply';
import type { AgentId } from '../../domain/ids';

/**
 * Names of the ledger's accounts. A posting above zero is a credit (we owe), below zero a debit (we own or have spent).
 */
export const availableAccount = (agent: AgentId): string => `agent:${agent}:available`;
export const heldAccount = (agent: AgentId): string => `agent:${agent}:held`;
export const remunerationAccount = (agent: AgentId): string => `agent:${agent}:remuneration`;
export const payableAccount = (supplier: SupplierName): string => `supplier:${supplier}:payable`;
/** Our money at our bank. */
export const BANK = 'bank';
export const REMUNERATION_EXPENSE = 'remuneration-expense';
export const LOSS = 'loss';
/** What a supplier booked and no payment of ours explains. */
export const SUSPENSE = 'suspense';
/** What a supplier shall give back, by letter. */
export const claimAccount = (supplier: SupplierName): string => `claim:${supplier}`;
/** Of a payment order of ours, the part that another channel of our bank code has taken. */
export const OTHER_CHANNEL = 'clearing:other-channel';
/** What we have paid in at a supplier beforehand. */
export const depositAccount = (supplier: SupplierName): string => `deposit:${supplier}`;
/** What a month's remunerations gain or lose when they are rounded. */
export const ROUNDING = 'rounding';

const KINDS = [
  ['bank', /^bank$/],
  ['agent-available', /^agent:\d+:available$/],
  ['agent-held', /^agent:\d+:held$/],
  ['agent-remuneration', /^agent:\d+:remuneration$/],
  ['payable', /^supplier:[a-z]+:payable$/],
  ['remuneration-expense', /^remuneration-expense$/],
  ['loss', /^loss$/],
  ['claim', /^claim:[a-z]+$/],
  ['suspense', /^suspense$/],
  ['other-channel', /^clearing:other-channel$/],
  ['deposit', /^deposit:[a-z]+$/],
  ['rounding', /^rounding$/],
] as const;
/** Accounts alike, of whichever agent or supplier: what the general ledger has one account for. */
export type AccountKind = (typeof KINDS)[number][0];
export const ACCOUNT_KINDS: readonly AccountKind[] = KINDS.map(([kind]) => kind);

/** Throws for a name that is none of the ledger's accounts. */
export function accountKind(account: string): AccountKind {
  const known = KINDS.find(([, pattern]) => pattern.test(account));
  if (!known) throw new RangeError(`not an account of the ledger: ${account}`);
  return known[0];
}
