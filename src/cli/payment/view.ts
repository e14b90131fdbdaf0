import { convert, money } from '../../domain/money';
import type { DocumentRow } from '../../registry/payment/documents';
import type { ListedPayment } from '../../registry/payment/listing';

/** What may be shown of a payment: everything but its fingerprint and a voucher's code. */
export function paymentView(payment: ListedPayment) {
  const { fingerprint: _, voucherCode, ...shown } = payment;
  const amount = money(shown.amount);
  return {
    ...shown,
    amount,
    remuneration: money(shown.remuneration),
    amountOnClient: convert(amount, shown.rate),
    hasVoucherCode: voucherCode !== null,
  };
}

/** `content` is what goes on the wire, byte for byte; it is long and of no use to a reader here. */
export function documentView(document: DocumentRow) {
  const { content: _, ...shown } = document;
  return { ...shown, amount: money(shown.amount) };
}
