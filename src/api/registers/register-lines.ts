import type { z } from 'zod';
import type { RegisterLine as WireLine } from '../../contracts/partner-api';
import { transactionId } from '../../domain/ids';
import { compare, printMoney } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import type { RegisteredPayment, RegisterLine } from '../../registry/registers/registers';
import { malformed } from './register-answer';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** Lines as the registry keeps them; throws for the first one that says what cannot be. */
export function registerLines(lines: ReadonlyArray<z.output<typeof WireLine>>): RegisterLine[] {
  return lines.map((line, at) => {
    if (line.Year < FIRST_YEAR || line.Year > LAST_YEAR) throw malformed(`${at}.Year`);
    if (line.Month < 1 || line.Month > 12) throw malformed(`${at}.Month`);
    return {
      transaction: number(line.TransactionId, `${at}.TransactionId`),
      request: number(line.RequestId, `${at}.RequestId`),
      agentRequestCreatedOn: text(line.AgentRequestCreatedOn, `${at}.AgentRequestCreatedOn`),
      account: text(line.Account, `${at}.Account`),
      amount: line.Amount,
      service: number(line.ServiceId, `${at}.ServiceId`),
      year: line.Year,
      month: line.Month,
    };
  });
}

/** Ids in a register may be longer than ours; one spelling per number. */
export function number(digits: string, field: string): string {
  if (!/^\d+$/.test(digits)) throw malformed(field);
  return digits.replace(/^0+(?=\d)/, '');
}

/** PostgreSQL's text holds no NUL. */
function text(value: string, field: string): string {
  if (value.includes('\0')) throw malformed(field);
  return value;
}

/** TransactionIds among the lines that a payment of ours could have at all. */
export const possibleTransactions = (lines: readonly RegisterLine[]): string[] =>
  lines.map((line) => line.transaction).filter((id) => transactionId(id) !== null);

/** What differs between the agent's lines and our payments, one sentence per line; an unknown payment creates nothing. */
export function lineDifferences(lines: readonly RegisterLine[], payments: readonly RegisteredPayment[]): string[] {
  const known = new Map(payments.map((payment) => [payment.transaction as string, payment]));
  return lines.flatMap((line) => {
    const difference = differs(line, known.get(line.transaction));
    return difference ? [`${line.transaction} — ${difference}`] : [];
  });
}

function differs(line: RegisterLine, payment: RegisteredPayment | undefined): string | null {
  if (!payment) return 'нет такого платежа';
  if (payment.request !== line.request) return `RequestId у нас ${payment.request}`;
  if (compare(payment.amount, line.amount) !== 0) return `сумма у нас ${printMoney(payment.amount)}`;
  if (payment.service !== line.service) return `услуга у нас ${payment.service}`;
  if (payment.account !== line.account) return 'другой аккаунт';
  return payment.status === SUCCESS ? null : `статус у нас ${payment.status}`;
}
