import type { SupplierName } from '../../contracts/supply';
import type { AgentId } from '../../domain/ids';

/**
 * Names of the ledger's accounts. A posting above zero is a credit (we owe), below zero a debit (we own or have spent).
 */
export const availableAccount = (agent: AgentId): string => `agent:${agent}:available`;
export const heldAccount = (agent: AgentId): string => `agent:${agent}:held`;
export const remunerationAccount = (agent: AgentId): string => `agent:${agent}:remuneration`;
export const payableAccount = (supplier: SupplierName): string => `supplier:${supplier}:payable`;
/** Money that agents paid in, at our bank. */
export const BANK = 'bank';
export const REMUNERATION_EXPENSE = 'remuneration-expense';
export const LOSS = 'loss';
/** What a supplier booked and no payment of ours explains. */
export const SUSPENSE = 'suspense';
