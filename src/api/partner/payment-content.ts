import type { z } from 'zod';
import type { PaymentContent, StatusContent } from '../../contracts/partner-api';
import { convert, money, rate } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import type { Payment } from '../../registry/payment/payments';
import type { Note } from '../note';
import type { Desk } from './ask';

/** TransactionContent of Status; numbers as the registry froze them. */
export function statusContent(payment: Payment, desk: Pick<Desk, 'vault'>, note: Note): z.output<typeof StatusContent> {
  return {
    Service: payment.service,
    account: payment.account,
    Amount: money(payment.amount),
    Currency: payment.currency,
    ExchangeRate: rate(payment.rate),
    ServiceCurrency: payment.serviceCurrency,
    Extras: extras(payment, desk, note),
  };
}

/** The same with AmountOnClient = Amount × ExchangeRate, exact. */
export function paymentContent(payment: Payment, desk: Pick<Desk, 'vault'>, note: Note): z.output<typeof PaymentContent> {
  const { Extras, ...content } = statusContent(payment, desk, note);
  return { ...content, AmountOnClient: convert(content.Amount, content.ExchangeRate), Extras };
}

/** The additional parameters as sent, and a voucher's Code once the payment has succeeded; null where there are none. */
function extras(payment: Payment, desk: Pick<Desk, 'vault'>, note: Note): Record<string, string> | null {
  const code = payment.status === SUCCESS && payment.voucherCode ? opened(payment.voucherCode, desk, note) : null;
  const found = {
    ...(payment.invoiceId === null ? {} : { InvoiceId: payment.invoiceId }),
    ...(payment.services === null ? {} : { Services: payment.services }),
    ...(code === null ? {} : { Code: code }),
  };
  return Object.keys(found).length > 0 ? found : null;
}

/** A registry key that does not open the code must not hide the payment's status from its agent. */
function opened(sealed: Buffer, { vault }: Pick<Desk, 'vault'>, note: Note): string | null {
  try {
    return vault.open(sealed);
  } catch (error) {
    note.err = error;
    note.why = 'the voucher code cannot be opened with this REGISTRY_KEY';
    return null;
  }
}
