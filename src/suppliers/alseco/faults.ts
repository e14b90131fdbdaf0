import type { CallResult } from '../../wire/http';
import type { SoapFault } from '../../wire/soap';
import type { NotSent, Unknown } from '../supplier';

/** The document's own words for a caller whose address is not known: the bank is told by it, so nothing has run. */
const BANK_NOT_TOLD = /идентифицировать\s+банк/i;
/** An address in other words may be one that the service itself met in the middle of an operation, such as its database's. */
const OF_AN_ADDRESS = /\bIP[\s-]*(адрес|address)/i;
/** .NET's own words for a request it could not even read: the operation has not run. */
const NOT_READ = /unable to read request|did not recognize the value of HTTP Header SOAPAction|unable to handle request without a valid action/i;
const FROM_CLIENT = /(^|:)(Client|Sender)\b/;

/** A fault is unknown unless it refuses the caller's address or the request's form before execution. */
export function faultOutcome(fault: SoapFault): NotSent | Unknown {
  const reason = `SOAP fault ${fault.code}: ${fault.text}`.slice(0, 500);
  if (BANK_NOT_TOLD.test(fault.text)) return { kind: 'not sent', reason, trouble: 'refuses us' };
  if (FROM_CLIENT.test(fault.code) && NOT_READ.test(fault.text)) return { kind: 'not sent', reason, trouble: 'down' };
  return { kind: 'unknown', reason, trouble: OF_AN_ADDRESS.test(fault.text) ? 'refuses us' : 'down' };
}

/** A call that ended without an answer, or with one that HTTP already disowns. */
export function callOutcome(ended: Exclude<CallResult, { outcome: 'answered' }>): NotSent | Unknown {
  if (ended.outcome === 'unknown') return { kind: 'unknown', reason: ended.reason, trouble: 'down' };
  const network = /^[A-Z_]+:/.test(ended.reason);
  return network ? { kind: 'not sent', reason: ended.reason, trouble: 'down' } : { kind: 'not sent', reason: ended.reason };
}

export const statusOutcome = (status: number): Unknown => ({
  kind: 'unknown',
  reason: `HTTP ${status}`,
  trouble: status === 401 || status === 403 || status === 407 ? 'refuses us' : 'down',
});

export const unreadable = (error: unknown): Unknown => ({
  kind: 'unknown',
  reason: `unreadable answer: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500),
  trouble: 'down',
});
