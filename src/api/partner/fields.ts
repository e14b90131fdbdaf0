import { type ChosenService, CURRENCIES, type Form, type FormField, PAY_ALL, Services } from '../../contracts/partner-api';
import { type ServiceId, serviceId, type TransactionId, transactionId } from '../../domain/ids';
import { agentAmount, compare, isNegative, type Money, sum } from '../../domain/money';
import type { Agent } from '../../registry/catalog/agents';
import { parseJson } from '../../wire/json';
import { instantOf } from '../../zone';
import { RequestRefused } from './refusal';
import { agentTime } from './request-date';

/** Readers of the form's fields; each throws −500 with the field's name where it is missing or malformed. */
const bad = (name: FormField, more = 'не указано или неверно'): RequestRefused => new RequestRefused(-500, `поле ${name}: ${more}`);

function given(form: Form, name: FormField): string {
  const value = form[name];
  if (value === undefined || value === '') throw bad(name, 'не указано');
  return value;
}

export function transactionOf(form: Form): TransactionId {
  const read = transactionId(given(form, 'TransactionID'));
  if (!read) throw bad('TransactionID', 'нужно целое число от 1 до 18 цифр');
  return read;
}

export function serviceOf(form: Form): ServiceId {
  const read = serviceId(given(form, 'Service'));
  if (!read) throw bad('Service');
  return read;
}

export function amountOf(form: Form): Money {
  const read = agentAmount(given(form, 'Amount'));
  if (!read) throw bad('Amount', 'формат 0.00');
  return read;
}

/** The contract's currency and no other. */
export function currencyOf(form: Form, agent: Agent): string {
  const value = given(form, 'Currency');
  if (!CURRENCIES.some((currency) => currency === value)) throw bad('Currency');
  if (value !== agent.currency) throw bad('Currency', `валюта договора ${agent.currency}`);
  return value;
}

/** Any length: an account that is too long is the payment's failure (−100), not the request's. */
export const accountOf = (form: Form): string => given(form, 'Account');

/** As sent; only its form is checked. */
export function requestDateOf(form: Form, agent: Agent): string {
  const value = given(form, 'RequestDate');
  if (agentTime(agent.zone, value) === null) throw bad('RequestDate', 'формат yyyy-MM-dd HH:mm:ss');
  return value;
}

/** An instant (ISO) from the agent's local time. */
export function instantField(form: Form, name: 'From' | 'To', agent: Agent): string {
  const read = instantOf(agent.zone, given(form, name));
  if (!read) throw bad(name, 'формат yyyy-MM-dd HH:mm:ss');
  return read;
}

/** Additional parameters of vouchers, null where absent or empty. */
export function invoiceIdOf(form: Form): string | null {
  const value = form.InvoiceId ?? '';
  if (!/^\d{0,18}$/.test(value)) throw bad('InvoiceId');
  return value === '' ? null : value;
}

export function sendTypeOf(form: Form): string | null {
  const value = form.SendType ?? '';
  if (!/^[A-Za-z0-9_-]{0,20}$/.test(value)) throw bad('SendType');
  return value === '' ? null : value;
}

/** `Services` of a utility payment. */
export interface ChosenServices {
  /** As sent, for the supplier and for `Extras`. */
  readonly text: string;
  readonly total: Money;
  /** 999 stands beside other services. */
  readonly mixed: boolean;
}

export function servicesOf(form: Form): ChosenServices | null {
  const text = form.Services ?? '';
  if (text === '') return null;
  const { services } = readServices(text);
  const ids = new Set(services.map((each) => each.id));
  const repeated = ids.size !== services.length;
  if (repeated || EXPONENT.test(text) || !services.every(isPlain)) throw bad('Services');
  return { text, total: sum(services.map((each) => each.amount)), mixed: ids.has(PAY_ALL) && ids.size > 1 };
}

const EXPONENT = /\d[eE][+-]?\d/;
const isPlain = ({ id, amount, lastCount }: ChosenService): boolean =>
  serviceId(id) !== null && agentAmount(amount) !== null && !(lastCount && isNegative(lastCount));

function readServices(text: string): ReturnType<typeof Services.decode> {
  try {
    return Services.decode(parseJson(text) as Parameters<typeof Services.decode>[0]);
  } catch {
    throw bad('Services', 'формат {"services":[{"id":13,"amount":"5110.18"}]}');
  }
}

/** Whether the chosen services make up the amount, 999 alone if at all. */
export const addsUp = (chosen: ChosenServices, amount: Money): boolean => !chosen.mixed && compare(chosen.total, amount) === 0;
