import { sysRef } from '../../domain/ids';
import { compare, isZero, type Money, subtract, sum, twoPlaces, ZERO } from '../../domain/money';
import { escapeXml } from '../../wire/xml';
import type { DocumentPlan, Refused, SupplierPayment, Unknown } from '../supplier';
import { type ChosenShare, chosenShares } from './chosen';
import type { AccountInvoices, Invoice, InvoiceService } from './invoices';
import { withOffset } from './time';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XSD = 'http://www.w3.org/2001/XMLSchema';

/** One document per invoice that gets money, numbered from `first`, each with the exact XML that every attempt sends. */
export function planPayment(
  payment: SupplierPayment,
  account: AccountInvoices,
  first: number,
  rules: { readonly sysRefPrefix: string; readonly zone: string },
): { kind: 'payable'; documents: readonly DocumentPlan[] } | Refused | Unknown {
  const chosen = chosenShares(payment.services, payment.amount, account.invoices);
  if (chosen.kind !== 'shares') return chosen;
  const documents = [...chosen.shares]
    .sort(([a], [b]) => a - b)
    .map(([at, shares], place): DocumentPlan => {
      const invoice = account.invoices[at] as Invoice;
      const number = first + place;
      const reference = sysRef(rules.sysRefPrefix, payment.request, number);
      return {
        number,
        reference,
        account: account.account,
        invoice: invoice.id,
        amount: sum([...shares.values()].map((share) => share.amount)),
        content: documentXml({ account: account.account, invoice, reference, paymentDate: withOffset(payment.createdOn, rules.zone), shares }),
      };
    });
  return { kind: 'payable', documents };
}

interface Document {
  readonly account: string;
  readonly invoice: Invoice;
  readonly reference: string;
  readonly paymentDate: string;
  readonly shares: ReadonlyMap<number, ChosenShare>;
}

/** «Платежный документ»: SysRef carries its type as the sample shows; all services of the invoice in its order. */
function documentXml(document: Document): string {
  const parameters = document.invoice.services.map((service, at) => parameter(service, document.shares.get(at)));
  return [
    '<PaymentDocument>',
    `<AccountId>${escapeXml(document.account)}</AccountId>`,
    `<InvoiceId>${escapeXml(document.invoice.id)}</InvoiceId>`,
    `<PaymentDate>${document.paymentDate}</PaymentDate>`,
    `<SysRef xmlns:xsi="${XSI}" xmlns:xsd="${XSD}" xsi:type="xsd:string">${escapeXml(document.reference)}</SysRef>`,
    `<PaymentParameters>${parameters.join('')}</PaymentParameters>`,
    '</PaymentDocument>',
  ].join('');
}

function parameter(service: InvoiceService, share: ChosenShare | undefined): string {
  const { pay, last } = counts(service, share?.lastCount ?? null);
  const paid = twoPlaces(share?.amount ?? ZERO);
  return `<PaymentParameter><ServiceId>${service.id}</ServiceId><PayCounts>${pay}</PayCounts><LastCounts>${last}</LastCounts><PaySum>${paid}</PaySum></PaymentParameter>`;
}

/**
 * Counters as the invoice has them, paid or not: zeros would say that the meter stands at zero. Where the invoice names
 * both readings but not FixCount, PayCounts is their difference, which is how the document defines it.
 */
export function counts(service: InvoiceService, reading: Money | null): { pay: Money; last: Money } {
  const previous = service.prevCount ?? ZERO;
  if (reading !== null) return { pay: subtract(reading, previous), last: reading };
  const last = service.lastCount ?? ZERO;
  if (isZero(last) && compare(previous, ZERO) > 0) return { pay: ZERO, last: previous };
  if (service.fixCount !== null) return { pay: service.fixCount, last };
  const both = service.lastCount !== null && service.prevCount !== null;
  return { pay: both && compare(last, previous) > 0 ? subtract(last, previous) : ZERO, last };
}
