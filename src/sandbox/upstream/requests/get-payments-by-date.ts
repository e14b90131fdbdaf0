import { z } from 'zod';
import { GetPaymentsByDateAnswer } from '../../../contracts/partner-api';
import { messageOf, SUCCESS } from '../../../domain/status';
import { isLosslessNumber, LosslessNumber, printJson } from '../../../wire/json';
import { instantOf } from '../../../zone';
import type { Shown } from '../../shown';
import type { Payment } from '../payments';
import { refusal } from '../refusal';
import type { Handler, World } from '../world';

/** Successful payments processed in [From, To) of the agent's zone, printed one after another. */
export const getPaymentsByDate: Handler = (form, agent, world) => {
  const from = instantOf(world.agentZone, form.From ?? '');
  const to = instantOf(world.agentZone, form.To ?? '');
  if (from === null || to === null || from > to) return refusal(form, -500, world.requestId());
  const payments = world.book.ended(agent.id, Date.parse(from), Date.parse(to));
  const print = (payment: Payment, fields: Shown['fields']): string => {
    const row = rowOf(payment, world);
    return printJson({ ...row, ...overwritten(row, fields) });
  };
  return inBrackets(world.book.shown.rows('GetPaymentsByDate', payments, ({ requestId }) => requestId, print));
};

const rowOf = (payment: Payment, { book, clock }: World): Record<string, unknown> =>
  z.encode(GetPaymentsByDateAnswer.element, {
    TransactionId: payment.transaction,
    RequestId: payment.requestId,
    AgentRequestCreatedOn: payment.requestDate.replace(' ', 'T'),
    Account: payment.account,
    Amount: payment.amount,
    Currency: payment.currency,
    ServiceId: payment.service,
    Service: book.prices.get(payment.service)?.name ?? payment.service,
    CreatedOn: clock.localAt(payment.createdMs),
    ProcessedOn: clock.localAt(payment.end?.atMs ?? payment.createdMs),
    StatusId: SUCCESS,
    Status: messageOf(SUCCESS),
  });

/** What is written over a number stays one where it can be read as one. */
const overwritten = (of: Record<string, unknown>, fields: Shown['fields']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const isNumber = text !== null && /^-?\d{1,20}(\.\d{1,9})?$/.test(text) && (isLosslessNumber(of[name]) || typeof of[name] === 'number');
      return [name, isNumber ? new LosslessNumber(text) : text];
    }),
  );

function* inBrackets(rows: Iterable<string>): Generator<string> {
  let before = '[';
  for (const row of rows) {
    yield before + row;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}
