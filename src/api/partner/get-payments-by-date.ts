import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { ListedPayment } from '../../contracts/partner-api';
import { money } from '../../domain/money';
import { messageOf } from '../../domain/status';
import type { Agent } from '../../registry/catalog/agents';
import { succeededBetween } from '../../registry/payment/payments';
import { printJson } from '../../wire/json';
import { localTime } from '../../zone';
import type { Answering } from './ask';
import { instantField } from './fields';
import { localTimesIn } from './listed-time';
import { RequestRefused } from './refusal';
import { agentTime } from './request-date';

/** An answer holds at most so many payments; a longer range is refused and asked in pieces. */
export const MAX_LISTED = 10_000;
/** Printed between turns of the event loop, so that a long list holds up no other answer. */
const PIECE = 250;

type Row = Awaited<ReturnType<typeof succeededBetween>>[number];

/** «Запрос на получение списка успешных платежей»: ProcessedOn in [From, To) of the agent's zone. */
export const getPaymentsByDate: Answering = async ({ agent, form }, { database }) => {
  const from = instantField(form, 'From', agent);
  const to = instantField(form, 'To', agent);
  if (from > to) throw new RequestRefused(-500, 'From позже To');
  const rows = await succeededBetween(database, agent.id, from, to, MAX_LISTED + 1);
  if (rows.length > MAX_LISTED) throw new RequestRefused(-500, `в этом промежутке больше ${MAX_LISTED} платежей, запросите меньший`);
  const local = localTimesIn(agent.contractZone);
  const printed: string[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % PIECE === PIECE - 1) await setImmediate();
    printed.push(printJson(z.encode(ListedPayment, listed(row, agent, local))));
  }
  return `[${printed.join(',')}]`;
};

/** AgentRequestCreatedOn is the agent's time, the other two are in the contract's zone. */
function listed(payment: Row, agent: Agent, local: (instant: string) => string): z.output<typeof ListedPayment> {
  return {
    TransactionId: payment.transaction,
    RequestId: payment.request,
    AgentRequestCreatedOn:
      (payment.requestDate === null ? null : agentTime(agent.zone, payment.requestDate)) ?? localTime(agent.zone, payment.createdAt),
    Account: payment.account,
    Amount: money(payment.amount),
    Currency: payment.currency,
    ServiceId: payment.service,
    Service: payment.serviceName,
    CreatedOn: local(payment.createdAt),
    ProcessedOn: local(payment.finalAt ?? payment.createdAt),
    StatusId: payment.status,
    Status: messageOf(payment.status),
  };
}
