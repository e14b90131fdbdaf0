import { rate } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import { amountAt, type GeneratedDay, requestAt, secondAt } from '../generated';
import type { Payment } from './payments';
import { CONTRACT_CURRENCY } from './services';

export interface Generated extends GeneratedDay {
  readonly agent: string;
  /** At which the day begins in the zone of CreatedOn. */
  readonly beginMs: number;
}

const SPENT_MS = 1_000;
const ACCOUNTS = 5_000;
const FIRST_REQUEST_ID = 700_000_000_000_000_000n;
const SERVICE = '7';

/** A top-up of ours that succeeded there within a second. */
export function generatedPayment({ day, count, agent, beginMs }: Generated, at: number): Payment {
  const createdMs = beginMs + secondAt(at, count) * 1_000;
  const transaction = requestAt(day, at);
  return {
    agent,
    transaction,
    requestId: String(FIRST_REQUEST_ID + BigInt(transaction)),
    service: SERVICE,
    account: `player${at % ACCOUNTS}`,
    amount: amountAt(at),
    currency: CONTRACT_CURRENCY,
    rate: rate('1'),
    serviceCurrency: CONTRACT_CURRENCY,
    invoiceId: null,
    requestDate: new Date(createdMs).toISOString().slice(0, 19),
    createdMs,
    shiftMs: 0,
    stepMs: 0,
    refusedAtOnce: false,
    end: { code: SUCCESS, atMs: createdMs + SPENT_MS },
    code: null,
    mailedMs: null,
    calledBackMs: null,
    received: 1,
  };
}

/** Those that ended in [from, to), in order; the others are not even made. */
export function* generatedPayments(days: Iterable<Generated>, fromMs: number, toMs: number): Generator<Payment> {
  for (const generated of days) {
    const endMs = (at: number): number => generated.beginMs + secondAt(at, generated.count) * 1_000 + SPENT_MS;
    for (let at = 0; at < generated.count && endMs(at) < toMs; at++) if (endMs(at) >= fromMs) yield generatedPayment(generated, at);
  }
}
