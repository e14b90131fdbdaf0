import type { BookEnd, OnRows, StagedRow } from '../../../domain/bank-day/book';
import { plusDays } from '../../../domain/day';
import { SUCCESS } from '../../../domain/status';
import { printJson } from '../../../wire/json';
import { beginOf, dayIn, instantOf, localTime } from '../../../zone';
import type { BankDay, BookQuestion } from '../../bank-day';
import type { CallContext } from '../../supplier';
import type { UpstreamClient } from '../client';
import { listPayments, type UpstreamPayment } from './day-list';

/** A payment of day D may become final up to two days later and stands in the list of that later day. */
const DAYS_ASKED = 3;
/** A step that answers more is asked for in halves. */
const STEP_MAX_BYTES = 16 * 1024 * 1024;
const SHORTEST_STEP_MS = 60_000;

/** The upstream's book of a day of the contract's zone: the payments that it created on that day, by its list of what it has processed since. */
export const upstreamBankDay = (client: UpstreamClient): BankDay => ({
  item: 'service',
  marksMoved: false,
  prefix: null,
  neighbours: null,
  async book({ day, now }, onRows, context) {
    const { contract } = client.options.zones;
    for (let step = 0; step < DAYS_ASKED; step++) {
      const from = beginOf(contract, plusDays(day, step));
      if (step > 0 && Date.parse(from) > Date.parse(now)) break;
      const ended = await readStep(client, day, { from, to: beginOf(contract, plusDays(day, step + 1)) }, onRows, context);
      if (ended.kind === 'failed') return ended;
    }
    return { kind: 'complete' };
  },
});

interface Step {
  readonly from: string;
  readonly to: string;
}

async function readStep(client: UpstreamClient, day: BookQuestion['day'], step: Step, onRows: OnRows, context: CallContext): Promise<BookEnd> {
  const listed = await listPayments(client, step.from, step.to, context, STEP_MAX_BYTES);
  if (listed.kind === 'listed') {
    await onRows(listed.payments.map((payment) => rowOf(client, payment)).filter((row) => !('day' in row) || row.day === day));
    return { kind: 'complete' };
  }
  if (listed.kind === 'not sent' || listed.tooLarge !== true) return { kind: 'failed', why: listed.reason };
  const [from, to] = [Date.parse(step.from), Date.parse(step.to)];
  if (to - from <= SHORTEST_STEP_MS) return { kind: 'failed', why: `${listed.reason}, for the minute from ${step.from}` };
  // Whole seconds: the list is asked for by them.
  const middle = new Date(Math.floor((from + to) / 2_000) * 1_000).toISOString();
  const first = await readStep(client, day, { from: step.from, to: middle }, onRows, context);
  return first.kind === 'failed' ? first : readStep(client, day, { from: middle, to: step.to }, onRows, context);
}

/** Successful payments in our currency are lines; anything else that stands in the list cannot be read as one. */
function rowOf(client: UpstreamClient, payment: UpstreamPayment): StagedRow {
  const { zones, currency } = client.options;
  const created = instantOf(zones.upstream, payment.CreatedOn);
  if (created === null || payment.StatusId !== SUCCESS || payment.Currency !== currency) return { list: 'all', raw: printJson(payment) };
  return {
    list: 'all',
    paymentId: payment.RequestId,
    reference: payment.TransactionId,
    account: payment.Account,
    item: payment.ServiceId,
    amount: payment.Amount,
    day: dayIn(zones.contract, created),
    minute: localTime(zones.contract, created).slice(11, 16),
  };
}
