import { compare, type Money, roundUp } from '../../domain/money';
import { messageOf } from '../../domain/status';
import type { Refused, SupplierPayment, Unknown } from '../supplier';
import { decimalOf, entriesOf, extrasOf, field, parseAnswer } from './answer';

/** One denomination of a dynamic voucher, as AccountCheck lists it («Инструкция для динамичных ваучеров»). */
interface Denomination {
  readonly invoiceId: string;
  readonly price: Money;
}

/**
 * Whether the amount covers what the voucher costs now by the content of AccountCheck's answer: OrderAmount rounded up to 0.01. More
 * money is taken as sent. Services without a price list are covered.
 */
export function voucherPrice(payment: SupplierPayment, content: unknown): { readonly kind: 'covered' } | Refused | Unknown {
  if (payment.kind === 'static') {
    const price = decimalOf(extrasOf(content).find((extra) => extra.FieldName === 'OrderAmount')?.FieldValue ?? '');
    return price ? covers(payment, price) : { kind: 'unknown', reason: 'AccountCheck of a static voucher shows no OrderAmount' };
  }
  if (payment.kind !== 'dynamic') return { kind: 'covered' };
  const listed = entriesOf(content)
    .filter(({ FieldName }) => FieldName === null || /^Invoice-\d+$/.test(FieldName))
    .map(({ FieldValue }) => (FieldValue === null ? null : denomination(FieldValue)));
  const wanted = listed.find((one) => one !== null && one.invoiceId === payment.invoiceId);
  if (wanted) return covers(payment, wanted.price);
  // No list at all is an answer that lacks something, and says nothing about this InvoiceId.
  if (listed.length === 0) return { kind: 'unknown', reason: 'AccountCheck of a dynamic voucher shows no denominations' };
  if (listed.includes(null)) return { kind: 'unknown', reason: 'a denomination in the list cannot be read' };
  return refused(-203, `InvoiceId ${payment.invoiceId ?? 'not given'}`);
}

function covers(payment: SupplierPayment, orderAmount: Money): { readonly kind: 'covered' } | Refused {
  const price = roundUp(orderAmount, 2);
  return compare(payment.amount, price) < 0 ? refused(-201, `OrderAmount ${price}`) : { kind: 'covered' };
}

function denomination(text: string): Denomination | null {
  const read = parseAnswer(text);
  const invoiceId = field(read, 'InvoiceId')?.toString();
  const price = decimalOf(field(read, 'OrderAmount')?.toString() ?? '');
  return invoiceId && price ? { invoiceId, price } : null;
}

const refused = (code: number, more: string): Refused => ({ kind: 'refused', code, text: `${messageOf(code)}; ${more}` });
