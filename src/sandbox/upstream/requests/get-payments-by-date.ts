import { z } from 'zod';
import { GetPaymentsByDateAnswer } from '../../../contracts/partner-api';
import { messageOf, SUCCESS } from '../../../domain/status';
import { printJson } from '../../../wire/json';
import { fractionalTime, instantOf } from '../../../zone';
import { statusAt } from '../payments';
import { refusal } from '../refusal';
import type { Handler } from '../world';

/** Successful payments processed in [From, To) of the agent's zone. */
export const getPaymentsByDate: Handler = (form, agent, world) => {
  const { clock, agentZone, book } = world;
  const from = instantOf(agentZone, form.From ?? '');
  const to = instantOf(agentZone, form.To ?? '');
  if (from === null || to === null || from > to) return refusal(form, -500, world.requestId());
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const iso = (ms: number) => new Date(ms).toISOString();
  const lines = book
    .all()
    .filter(({ agent: of, end }) => of === agent.id && end !== null && end.atMs >= fromMs && end.atMs < toMs)
    .filter((payment) => statusAt(payment, Date.now()) === SUCCESS);
  return printJson(
    z.encode(
      GetPaymentsByDateAnswer,
      lines.map((payment) => ({
        TransactionId: payment.transaction,
        RequestId: payment.requestId,
        AgentRequestCreatedOn: payment.requestDate.replace(' ', 'T'),
        Account: payment.account,
        Amount: payment.amount,
        Currency: payment.currency,
        ServiceId: payment.service,
        Service: book.prices.get(payment.service)?.name ?? payment.service,
        CreatedOn: fractionalTime(clock.zone, iso(payment.createdMs)),
        ProcessedOn: fractionalTime(clock.zone, iso(payment.end?.atMs ?? payment.createdMs)),
        StatusId: SUCCESS,
        Status: messageOf(SUCCESS),
      })),
    ),
  );
};
