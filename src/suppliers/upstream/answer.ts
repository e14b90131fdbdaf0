import { z } from 'zod';
import { wireId, wireInt, wireMoney, wireRate } from '../../contracts/numbers';
import { isZero, type Money, money, type Rate } from '../../domain/money';
import { isLosslessNumber, parseJson } from '../../wire/json';

/** The document shows no refusal: whatever stands beside its code may be missing, or be text where we know a number. */
const loose = z.unknown().optional();

/** An answer of /home/index is whatever is an object with an integer ResponseStatus. */
const Envelope = z.object({ ResponseStatus: wireInt, TransactinID: loose, RequestID: loose, Message: loose, TransactionContent: loose });

export interface Answer {
  /** As named; null where none is: absent, null, blank, or the 0 of a refusal that has read none. */
  readonly transaction: string | null;
  /** The upstream's number of the request; for Payment and Status the number of the payment there. Null where none is. */
  readonly requestId: string | null;
  readonly status: number;
  readonly message: string;
  readonly content: unknown;
}

/** Null when the text is no JSON of that shape. */
export function readAnswer(text: string): Answer | null {
  const read = Envelope.safeDecode(parseAnswer(text) as z.input<typeof Envelope>);
  if (!read.success) return null;
  const { TransactinID, RequestID, ResponseStatus, Message, TransactionContent } = read.data;
  const requestId = wordOf(RequestID);
  return {
    transaction: transactionOf(TransactinID),
    requestId: requestId !== null && /^[1-9]\d{0,29}$/.test(requestId) ? requestId : null,
    status: ResponseStatus,
    message: wordOf(Message) ?? '',
    content: TransactionContent,
  };
}

/** An answer that names no payment is of the request it came to; one that names another payment says nothing about ours. */
export const namesAnother = ({ transaction }: Answer, ours: string): boolean => transaction !== null && transaction !== ours;

const SHOWN_CHARACTERS = 40;

function transactionOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && !isLosslessNumber(value)) return 'that is neither number nor text';
  const word = wordOf(value);
  return word === null || word === '0' ? null : word.slice(0, SHOWN_CHARACTERS);
}

/** Text, or a number as text; null for what is blank or anything else. */
function wordOf(value: unknown): string | null {
  const word = typeof value === 'string' ? value.trim() : isLosslessNumber(value) ? value.toString() : '';
  return word === '' ? null : word;
}

export interface PaymentFacts {
  readonly service: string | null;
  readonly account: string | null;
  readonly amount: Money | null;
}

/**
 * Which payment an answer speaks of, as far as its content says; null for each fact that it does not tell. No payment is of service 0
 * or of nothing: these stand where a refusal fills in what it does not know.
 */
export function factsOf(content: unknown): PaymentFacts {
  const service = decoded(wireId, field(content, 'Service'));
  const amount = decoded(wireMoney, field(content, 'Amount'));
  return {
    service: service === '0' ? null : service,
    account: wordOf(field(content, 'account')),
    amount: amount === null || isZero(amount) ? null : amount,
  };
}

export const rateOf = (content: unknown): Rate | undefined => decoded(wireRate, field(content, 'ExchangeRate')) ?? undefined;

function decoded<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | null {
  const read = schema.safeDecode(value as z.input<T>);
  return read.success ? read.data : null;
}

export interface Extra {
  readonly FieldName: string;
  readonly FieldValue: string;
}

/** One entry of Extras; null for what is no word. */
export interface ExtraEntry {
  readonly FieldName: string | null;
  readonly FieldValue: string | null;
}

/** `Extras` is a list in AccountCheck and an object or null elsewhere; both are read everywhere. */
export function entriesOf(content: unknown): ExtraEntry[] {
  const extras = field(content, 'Extras');
  if (Array.isArray(extras))
    return extras.map((entry) => ({ FieldName: wordOf(field(entry, 'FieldName')), FieldValue: worded(field(entry, 'FieldValue')) }));
  if (typeof extras !== 'object' || extras === null) return [];
  return Object.entries(extras).map(([name, value]) => ({ FieldName: name, FieldValue: worded(value) }));
}

/** The entries that can be read. */
export const extrasOf = (content: unknown): Extra[] =>
  entriesOf(content).flatMap(({ FieldName, FieldValue }) => (FieldName === null || FieldValue === null ? [] : [{ FieldName, FieldValue }]));

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
export function parseAnswer(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

const worded = (value: unknown): string | null => (typeof value === 'string' ? value : isLosslessNumber(value) ? value.toString() : null);
