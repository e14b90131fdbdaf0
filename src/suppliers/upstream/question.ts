import type { RequestType } from '../../contracts/partner-api';
import { twoPlaces } from '../../domain/money';
import { spacedTime } from '../../zone';
import type { AccountQuestion, SupplierPayment } from '../supplier';

/** Fields of a request in the order of the samples, without AgentID and AgentPassword. */
export function form(fields: ReadonlyArray<readonly [name: string, value: string | null]>): string {
  return new URLSearchParams(fields.filter((field): field is [string, string] => field[1] !== null)).toString();
}

/** Fixed once per payment: the agent's creation time stands in for the sending time, so every attempt is byte-identical. */
export function paymentForm(payment: SupplierPayment, agentZone: string): string {
  return form([
    ['Service', payment.service],
    ['Amount', twoPlaces(payment.amount)],
    ['RequestType', 'Payment' satisfies RequestType],
    ['Currency', payment.currency],
    ['RequestDate', spacedTime(agentZone, payment.createdOn)],
    ['TransactionID', payment.request],
    ['Account', payment.account],
    ['InvoiceId', payment.invoiceId],
    ['SendType', payment.sendType],
    ['Services', payment.services],
  ]);
}

export function accountCheckForm(question: AccountQuestion, agentZone: string, now: string): string {
  return form([
    ['Service', question.service],
    ['Amount', twoPlaces(question.amount)],
    ['RequestType', 'AccountCheck' satisfies RequestType],
    ['Currency', question.currency],
    ['RequestDate', spacedTime(agentZone, now)],
    ['TransactionID', question.request],
    ['Account', question.account],
  ]);
}

/** With SendType as the agent sent it: `api` brings the voucher's code, its absence makes the upstream mail it. */
export const statusForm = (reference: string, sendType: string | null): string =>
  form([
    ['RequestType', 'Status' satisfies RequestType],
    ['TransactionID', reference],
    ['SendType', sendType],
  ]);
