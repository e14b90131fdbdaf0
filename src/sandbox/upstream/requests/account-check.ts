import { z } from 'zod';
import { AccountCheckAnswer } from '../../../contracts/partner-api';
import { printMoney } from '../../../domain/money';
import { messageOf, SUCCESS } from '../../../domain/status';
import { LosslessNumber, printJson } from '../../../wire/json';
import { fateOf } from '../accounts';
import { refusal } from '../refusal';
import { limitRefusal, type Service } from '../services';
import type { Handler } from '../world';
import { readOrder } from './order';

export const accountCheck: Handler = (form, _agent, world) => {
  const order = readOrder(form, world.book.prices);
  if (typeof order === 'number') return refusal(form, order, world.requestId());
  const { service, account, amount, transaction } = order;
  // Vouchers are checked with a placeholder of 100, so limits hold for plain services only.
  const code = fateOf(account).refusedAtOnce ?? (service.kind === 'plain' ? limitRefusal(service, amount) : null);
  if (code !== null) return refusal(form, code, world.requestId());
  const extras = extrasOf(service);
  return printJson(
    z.encode(AccountCheckAnswer, {
      TransactinID: transaction,
      RequestID: world.requestId(),
      ResponseType: 'AccountCheck',
      ResponseStatus: SUCCESS,
      Message: messageOf(SUCCESS),
      TransactionContent: {
        Service: service.id,
        account,
        Amount: amount,
        Currency: order.currency,
        ExchangeRate: service.checkRate,
        ServiceCurrency: service.serviceCurrency,
        ...(extras.length > 0 ? { Extras: extras } : {}),
      },
    }),
  );
};

function extrasOf(service: Service): Array<{ FieldName: string; FieldValue: string }> {
  if (service.orderAmount) return [{ FieldName: 'OrderAmount', FieldValue: printMoney(service.orderAmount) }];
  return service.denominations.map((one, at) => ({
    FieldName: `Invoice-${at + 1}`,
    FieldValue: printJson({ InvoiceId: new LosslessNumber(one.invoiceId), OrderAmount: printMoney(one.orderAmount), InvoiceName: one.name }),
  }));
}
