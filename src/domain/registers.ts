import type { Day } from './day';
import { compare, type Money } from './money';
import { SUCCESS } from './status';

/** What a line of an agent's register and the payment that it names are held against each other by. */
export const REGISTER_FACTS = ['request', 'amount', 'service', 'account', 'month', 'status'] as const;
export type RegisterFact = (typeof REGISTER_FACTS)[number];

export interface AgentsLine {
  /** RequestId as the agent knows it. */
  readonly request: string;
  readonly amount: Money;
  readonly service: string;
  readonly account: string;
  readonly year: number;
  readonly month: number;
}

export interface OwnPayment {
  readonly request: string;
  readonly amount: Money;
  readonly service: string;
  readonly account: string;
  readonly status: number;
  /** Business day. */
  readonly day: Day;
}

/** Every fact in which the line and its payment differ: a register lists successful payments of the month of their business day. */
export function differingFacts(line: AgentsLine, payment: OwnPayment): RegisterFact[] {
  const differs: Readonly<Record<RegisterFact, boolean>> = {
    request: line.request !== payment.request,
    amount: compare(line.amount, payment.amount) !== 0,
    service: line.service !== payment.service,
    account: line.account !== payment.account,
    month: line.year !== Number.parseInt(payment.day.slice(0, 4), 10) || line.month !== Number.parseInt(payment.day.slice(5, 7), 10),
    status: payment.status !== SUCCESS,
  };
  return REGISTER_FACTS.filter((fact) => differs[fact]);
}
