import { z } from 'zod';
import { StatusAnswer } from '../../contracts/partner-api';
import { findPayment } from '../../registry/payments';
import { printJson } from '../../wire/json';
import type { Answering } from './ask';
import { transactionOf } from './fields';
import { statusContent } from './payment-content';
import { messageWith, RequestRefused } from './refusal';

/** «Запрос на проверку статуса транзакции»: the present status, −4 for a TransactionID that no payment has taken. */
export const status: Answering = async ({ agent, form, note }, desk) => {
  const payment = await findPayment(desk.database, agent.id, transactionOf(form));
  if (!payment) throw new RequestRefused(-4);
  Object.assign(note, { request: payment.request, status: payment.status });
  return printJson(
    z.encode(StatusAnswer, {
      RequestID: payment.request,
      ResponseType: 'Status',
      TransactinID: payment.transaction,
      ResponseStatus: payment.status,
      Message: messageWith(payment.status, payment.statusText),
      TransactionContent: statusContent(payment, desk, note),
    }),
  );
};
