import { z } from 'zod';
import { StatusAnswer } from '../../../contracts/partner-api';
import { transactionId } from '../../../domain/ids';
import { messageOf, SUCCESS } from '../../../domain/status';
import { printJson } from '../../../wire/json';
import type { Payment } from '../payments';
import { statusAt } from '../payments';
import { refusal } from '../refusal';
import type { Handler } from '../world';

/** Status of a voucher mails its code, or gives it in Extras where SendType is `api` («Инструкция»). */
export const status: Handler = (form, agent, world) => {
  const transaction = transactionId(form.TransactionID ?? '');
  if (!transaction) return refusal(form, -500, world.requestId());
  const payment = world.book.find(agent.id, transaction);
  if (!payment) return refusal(form, -4, world.requestId());
  const now = Date.now();
  const code = statusAt(payment, now);
  const asksCode = form.SendType?.toLowerCase() === 'api';
  if (code === SUCCESS && payment.code !== null && !asksCode && payment.mailedMs === null) world.book.change(payment, { mailedMs: now });
  return printJson(
    z.encode(StatusAnswer, {
      RequestID: payment.requestId,
      ResponseType: 'Status',
      TransactinID: payment.transaction,
      ResponseStatus: code,
      Message: messageOf(code),
      TransactionContent: {
        Service: payment.service,
        account: payment.account,
        Amount: payment.amount,
        Currency: payment.currency,
        ExchangeRate: payment.rate,
        ServiceCurrency: payment.serviceCurrency,
        Extras: extras(payment, code === SUCCESS && asksCode),
      },
    }),
  );
};

function extras(payment: Payment, withCode: boolean): Record<string, string> | null {
  const shown = {
    ...(payment.invoiceId === null ? {} : { InvoiceId: payment.invoiceId }),
    ...(withCode && payment.code !== null ? { Code: payment.code } : {}),
  };
  return Object.keys(shown).length === 0 ? null : shown;
}
