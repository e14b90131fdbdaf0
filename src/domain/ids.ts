/** Ids are decimal text: RequestIDs of the protocol exceed 2^53 (638405063993273260). */
export type AgentId = string & { readonly __brand: 'AgentId' };
/** The agent's number of a payment: 1 to 18 digits, positive, unique per agent for ever. */
export type TransactionId = string & { readonly __brand: 'TransactionId' };
/** Our number of a request: YYMMDD + 9 random digits. */
export type RequestId = string & { readonly __brand: 'RequestId' };
export type ServiceId = string & { readonly __brand: 'ServiceId' };

const positive =
  <T extends string>(digits: number) =>
  (text: string): T | null =>
    /^[1-9]\d*$/.test(text) && text.length <= digits ? (text as T) : null;

export const agentId = positive<AgentId>(9);
export const serviceId = positive<ServiceId>(9);

/** Leading zeros are read as the number they are ("0112" is 112); 19 digits, 0, signs and spaces are null. */
export function transactionId(text: string): TransactionId | null {
  if (!/^\d{1,18}$/.test(text)) return null;
  const trimmed = text.replace(/^0+/, '');
  return trimmed === '' ? null : (trimmed as TransactionId);
}

/** `day` is YYMMDD in the contract's zone; `random` nine digits from a secure source. */
export function requestId(day: string, random: string): RequestId {
  if (!/^\d{6}$/.test(day) || !/^\d{9}$/.test(random)) throw new RangeError(`not the parts of a RequestID: ${day} ${random}`);
  return `${day}${random}` as RequestId;
}

/** Alseco's SysRef of a document: prefix + RequestID + document number, at most 50 characters. */
export function sysRef(prefix: string, request: RequestId, document: number): string {
  const ref = `${prefix}${request}${document}`;
  if (ref.length > 50) throw new RangeError(`SysRef longer than 50 characters: ${ref}`);
  return ref;
}

/** The RequestID in a reference of that shape, whatever its prefix; null in any other. */
export const requestOf = (reference: string): string | null => /(\d{15})[1-9]\d{0,2}$/.exec(reference)?.[1] ?? null;

/** `7898380` → `78…80`: what logs, histories and pages of other people show of an account. */
export function maskedAccount(account: string): string {
  const shown = account.length >= 6 ? 2 : account.length >= 3 ? 1 : 0;
  return `${account.slice(0, shown)}…${shown ? account.slice(-shown) : ''}`;
}

/** Suppliers' and our own numbers are text of any length: shorter is less. */
export const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
export const byPaymentId = (a: { readonly paymentId: string }, b: { readonly paymentId: string }): number => byNumber(a.paymentId, b.paymentId);
