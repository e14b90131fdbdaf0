import { z } from 'zod';
import { StatusAnswer } from '../../contracts/partner-api';
import { keepSendType } from '../../registry/evidence/closed-watches';
import { findPayment } from '../../registry/payment/payments';
import { printJson } from '../../wire/json';
import type { Answering } from './ask';
import { sendTypeOf, transactionOf } from './fields';
import { statusContent } from './payment-content';
import { messageWith, RequestRefused } from './refusal';

/**
 * «Запрос на проверку статуса транзакции»: the present status, −4 for a TransactionID that no payment has taken. `SendType` is named
 * with Status by the document («После запроса Status мы отправляем …») and is read here as it is in Payment.
 */
export const status: Answering = async ({ agent, form, note }, desk) => {
  const transaction = transactionOf(form);
  const sendType = sendTypeOf(form);
  const payment = await findPayment(desk.database, agent.id, transaction);
  if (!payment) throw new RequestRefused(-4);
  if (sendType !== null && payment.sendType === null) await keepSendType(desk.database, payment, sendType);
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
