import type { z } from 'zod';
import type { RegisterLine as WireLine } from '../../contracts/partner-api';
import { transactionId } from '../../domain/ids';
import type { RegisterLine } from '../../registry/registers/registers';
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
