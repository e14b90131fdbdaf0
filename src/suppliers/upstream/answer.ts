import { z } from 'zod';
import { wireId, wireInt, wireMoney, wireRate } from '../../contracts/numbers';
import { type Money, money, type Rate } from '../../domain/money';
import { isLosslessNumber, parseJson } from '../../wire/json';

/**
 * The common shape of /home/index answers, read more tolerantly than ours are written: a failed payment may lack its rate or
 * its whole content, and its code must be understood all the same.
 */
const Envelope = z.object({
  TransactinID: wireId,
  RequestID: wireId.nullish(),
  ResponseStatus: wireInt,
  Message: z.string().nullish(),
  TransactionContent: z.unknown(),
});

const Facts = z.object({ Service: wireId, account: z.string(), Amount: wireMoney });

export interface Answer {
  readonly transaction: string;
  /** The upstream's number of the request; for Payment and Status the number of the payment there. */
  readonly requestId: string | null;
  readonly status: number;
  readonly message: string;
  readonly content: unknown;
}

/** Null when the text is no JSON of that shape. */
export function readAnswer(text: string): Answer | null {
  const read = Envelope.safeDecode(parsed(text) as z.input<typeof Envelope>);
  if (!read.success) return null;
  const { TransactinID, RequestID, ResponseStatus, Message, TransactionContent } = read.data;
  return {
    transaction: TransactinID,
    requestId: RequestID ?? null,
    status: ResponseStatus,
    message: Message?.trim() ?? '',
    content: TransactionContent,
  };
}

export interface PaymentFacts {
  readonly service: string;
  readonly account: string;
  readonly amount: Money;
}

/** Which payment an answer speaks of; null when its content does not say. */
export function factsOf(content: unknown): PaymentFacts | null {
  const read = Facts.safeDecode(content as z.input<typeof Facts>);
  return read.success ? { service: read.data.Service, account: read.data.account.trim(), amount: read.data.Amount } : null;
}

export function rateOf(content: unknown): Rate | undefined {
  const read = wireRate.safeDecode(field(content, 'ExchangeRate') as z.input<typeof wireRate>);
  return read.success ? read.data : undefined;
}

export interface Extra {
  readonly FieldName: string;
  readonly FieldValue: string;
}

/** `Extras` is a list in AccountCheck and an object or null elsewhere; both are read everywhere. */
export function extrasOf(content: unknown): Extra[] {
  const extras = field(content, 'Extras');
  if (Array.isArray(extras)) return extras.flatMap((entry) => named(field(entry, 'FieldName'), field(entry, 'FieldValue')));
  if (typeof extras !== 'object' || extras === null) return [];
  return Object.entries(extras).flatMap(([name, value]) => named(name, value));
}

export function codeOf(content: unknown): string | undefined {
  const code = extrasOf(content)
    .find((extra) => extra.FieldName.toLowerCase() === 'code')
    ?.FieldValue.trim();
  return code === '' ? undefined : code;
}

/** Null for what is no exact decimal ("5333.4471"). */
export function decimalOf(text: string): Money | null {
  try {
    return money(text.trim());
  } catch {
    return null;
  }
}

/** The JSON value with its numbers as text, or undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

function named(name: unknown, value: unknown): Extra[] {
  if (typeof name !== 'string' || value === null || value === undefined) return [];
  if (typeof value === 'string') return [{ FieldName: name, FieldValue: value }];
  return isLosslessNumber(value) ? [{ FieldName: name, FieldValue: value.toString() }] : [];
}
