import type { ServiceId, TransactionId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { NewPayment } from '../../registry/payment/accept';
import type { Ask } from './ask';
import {
  accountOf,
  addsUp,
  amountOf,
  type ChosenServices,
  currencyOf,
  invoiceIdOf,
  requestDateOf,
  sendTypeOf,
  serviceOf,
  servicesOf,
  transactionOf,
} from './fields';
import { RequestRefused } from './refusal';
import { accountFits, MAX_ACCOUNT, outsideLimits, type Routed } from './route';

/** A Payment's fields, each well formed. */
export interface PaymentQuestion {
  readonly transaction: TransactionId;
  readonly service: ServiceId;
  readonly amount: Money;
  readonly currency: string;
  readonly requestDate: string;
  /** As sent, of any length. */
  readonly account: string;
  readonly invoiceId: string | null;
  readonly sendType: string | null;
  readonly services: ChosenServices | null;
}

/** Throws −500 for the first field that is missing or malformed. */
export function questionOf({ form, agent }: Ask): PaymentQuestion {
  return {
    transaction: transactionOf(form),
    service: serviceOf(form),
    amount: amountOf(form),
    currency: currencyOf(form, agent),
    requestDate: requestDateOf(form, agent),
    account: accountOf(form),
    invoiceId: invoiceIdOf(form),
    sendType: sendTypeOf(form),
    services: servicesOf(form),
  };
}

/** What the fingerprint of a payment is made of; an account over the limit is kept cut. */
export function askedOf(question: PaymentQuestion): Pick<NewPayment, 'service' | 'account' | 'amount' | 'currency' | 'invoiceId' | 'services'> {
  const { service, account, amount, currency, invoiceId, services } = question;
  return { service, account: [...account].slice(0, MAX_ACCOUNT).join(''), amount, currency, invoiceId, services: services?.text ?? null };
}

/** Additional parameters that the service's kind cannot do without: −500. */
export function requireParameters(question: PaymentQuestion, { kind }: Routed): void {
  if (kind === 'dynamic' && question.invoiceId === null) throw new RequestRefused(-500, 'поле InvoiceId: не указано');
  if (kind === 'utility' && question.services === null) throw new RequestRefused(-500, 'поле Services: не указано');
}

/** Why a payment fails at once, account before service's sums before limits; null where nothing is known against it. */
export function failsAtOnce(question: PaymentQuestion, service: Routed): { readonly code: number; readonly why: string } | null {
  if (!accountFits(service, question.account)) return { code: -100, why: 'the account does not fit the expression of the service' };
  const limits = outsideLimits(service, question.amount);
  if (limits === -200) return { code: -200, why: 'the amount is zero' };
  if (service.kind === 'utility' && question.services && !addsUp(question.services, question.amount)) {
    return { code: -200, why: 'the chosen services do not add up to the amount' };
  }
  return limits === null ? null : { code: limits, why: `the limits are ${service.minAmount} to ${service.maxAmount}` };
}
