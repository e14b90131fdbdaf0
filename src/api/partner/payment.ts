import { z } from 'zod';
import { PaymentAnswer } from '../../contracts/partner-api';
import { type Accepted, acceptRefused, fingerprint, type NewPayment } from '../../registry/payment/accept';
import { findPayment, type Payment } from '../../registry/payment/payments';
import { metrics } from '../../telemetry';
import { printJson } from '../../wire/json';
import type { Answering, Ask, Desk } from './ask';
import { paymentContent } from './payment-content';
import { askedOf, failsAtOnce, type PaymentQuestion, questionOf, requireParameters } from './payment-question';
import { messageWith, RequestRefused } from './refusal';
import { type Routed, routeOf } from './route';

/** «Запрос на проведение транзакции», checked in the order docs/INTEGRATION.md gives. Answers 1 after one transaction; nobody is waited for. */
export const payment: Answering = async (ask, desk) => {
  const question = questionOf(ask);
  let route: Routed;
  try {
    route = routeOf(ask, desk);
    requireParameters(question, route);
    await desk.backlog.admit();
  } catch (refused) {
    // An earlier payment answers before any refusal; where nothing is refused, the row's unique key tells of it.
    const earlier = await findPayment(desk.database, ask.agent.id, question.transaction);
    if (earlier) return repeated(ask, desk, question, earlier);
    throw refused;
  }

  const failure = failsAtOnce(question, route);
  const asked = newPayment(ask, question, route);
  if (failure) return stored(ask, desk, question, await acceptRefused(desk.database, asked, ask.agent.contractZone, failure.code, failure.why));
  const accepted = await desk.together.acceptance.accept(asked, ask.agent.contractZone);
  if (accepted.kind === 'stored') desk.starter.soon(accepted.payment);
  return stored(ask, desk, question, accepted);
};

function newPayment({ agent }: Ask, question: PaymentQuestion, service: Routed): NewPayment {
  return {
    ...askedOf(question),
    agent: agent.id,
    transaction: question.transaction,
    kind: service.kind,
    supplier: service.supplier,
    rate: service.rate,
    serviceCurrency: service.currency,
    remuneration: service.remuneration,
    sendType: question.sendType,
    requestDate: question.requestDate,
  };
}

async function stored(ask: Ask, desk: Desk, question: PaymentQuestion, accepted: Accepted): Promise<string> {
  if (accepted.kind === 'stored') return answer(ask, desk, accepted.payment);
  if (accepted.kind === 'earlier') return repeated(ask, desk, question, accepted.payment);
  // A copy stored a moment ago may be what used up the balance: then its payment answers, not −2.
  const copy = await findPayment(desk.database, ask.agent.id, question.transaction);
  if (copy) return repeated(ask, desk, question, copy);
  throw new RequestRefused(-2);
}

/** The TransactionID is taken: its payment answers as it is now, whatever else was sent. */
function repeated(ask: Ask, desk: Desk, question: PaymentQuestion, earlier: Payment): string {
  if (!fingerprint(askedOf(question)).equals(earlier.fingerprint)) {
    ask.note.conflict = true;
    metrics.conflicts.inc({ agent: ask.agent.id });
  }
  return answer(ask, desk, earlier);
}

function answer({ note }: Ask, desk: Desk, found: Payment): string {
  Object.assign(note, { request: found.request, status: found.status, account: found.account });
  return printJson(
    z.encode(PaymentAnswer, {
      RequestID: found.request,
      ResponseType: 'Payment',
      TransactinID: found.transaction,
      ResponseStatus: found.status,
      Message: messageWith(found.status, found.statusText),
      TransactionContent: paymentContent(found, desk, note),
    }),
  );
}
