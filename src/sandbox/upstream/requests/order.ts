import type { Form } from '../../../contracts/partner-api';
import { type TransactionId, transactionId } from '../../../domain/ids';
import { agentAmount, type Money } from '../../../domain/money';
import { CONTRACT_CURRENCY, type PriceList, type Service } from '../services';

export interface Order {
  readonly service: Service;
  readonly account: string;
  readonly amount: Money;
  readonly currency: string;
  readonly transaction: TransactionId;
  readonly requestDate: string;
}

/** What AccountCheck and Payment have in common, or the request status that refuses it. */
export function readOrder(form: Form, prices: PriceList): Order | number {
  const transaction = transactionId(form.TransactionID ?? '');
  const amount = agentAmount(form.Amount ?? '');
  if (!transaction || !amount || !form.Account || !form.RequestDate || !/^\d{1,9}$/.test(form.Service ?? '') || form.Currency !== CONTRACT_CURRENCY)
    return -500;
  const service = prices.get(form.Service ?? '');
  return service ? { service, account: form.Account, amount, currency: form.Currency, transaction, requestDate: form.RequestDate } : -501;
}
