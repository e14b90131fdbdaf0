import type { OperationName } from '../../src/contracts/alseco/operations';
import type { RequestType } from '../../src/contracts/partner-api';
import type { FaultName } from '../../src/sandbox/faults';

/** What can go wrong with one call, as the body of POST /control/faults of its sandbox and in words. */
export interface Fault {
  readonly name: string;
  readonly words: string;
  readonly body: Readonly<Record<string, string | number | boolean>>;
  /** Whether the supplier carries the request out; `answered`: it does, and its answer arrives in the end. */
  readonly done: 'yes' | 'no' | 'answered';
  /** To a call that only reads it is what a line above is: they differ in what is carried out. */
  readonly twin?: true;
  /** Says that nobody of us is let in: the whole supplier waits until a probe is good again. */
  readonly stops?: true;
}
export type Sandbox = 'alseco' | 'upstream';
export type CallName = OperationName | RequestType;

/** Below a call's limit and the settle delay of the ladder `fast`: a booking that comes later is not promised. */
const LATE_MS = 1_500;
const NOT_READ = 'Server was unable to read request.';
const NOT_LET_IN = 'Не удалось идентифицировать банк по IP-адресу';

const TWINS = ['lost-after', 'late', 'hang, carried out', 'blank, not carried out', 'html-502, carried out'];

const of = (fault: FaultName, done: Fault['done'], words: string, more: object = {}, name: string = fault): Fault => ({
  name,
  words,
  done,
  ...(TWINS.includes(name) ? { twin: true } : {}),
  body: { fault, ...(fault === 'late' || fault === 'delay' ? { afterMs: LATE_MS } : {}), ...more },
});
const status = (code: number, words: string): Fault => ({
  ...of('status', 'no', words, { status: code }, `status −${-code}`),
  ...(code === -1 || code === -2 ? { stops: true } : {}),
});

const OF_BOTH: readonly Fault[] = [
  of('lost-before', 'no', 'the connection is cut, nothing is carried out'),
  of('lost-after', 'yes', 'carried out, then the connection is cut'),
  of('late', 'yes', 'the connection is cut, carried out 1.5 s later'),
  of('hang', 'no', 'no answer at all, nothing is carried out'),
  of('hang', 'yes', 'carried out, and no answer at all', { execute: true }, 'hang, carried out'),
  of('blank', 'yes', 'carried out; HTTP 200 without a body'),
  of('blank', 'no', 'the same, nothing is carried out', { execute: false }, 'blank, not carried out'),
  of('html-502', 'no', 'HTTP 502 with a page'),
  of('html-502', 'yes', 'the same, carried out', { execute: true }, 'html-502, carried out'),
  of('truncated', 'yes', 'carried out; the answer breaks off'),
  of('delay', 'answered', 'carried out and answered 1.5 s later'),
];

export const FAULTS: Readonly<Record<Sandbox, readonly Fault[]>> = {
  alseco: [
    ...OF_BOTH,
    of('fault', 'no', 'a SOAP fault of the server'),
    of('fault', 'no', 'a SOAP fault that blames the caller, and does not say that nothing has run', { from: 'Client' }, 'fault, Client'),
    of('fault', 'no', 'a SOAP fault: the request could not even be read', { from: 'Client', text: NOT_READ }, 'fault, not read'),
    { ...of('fault', 'no', 'a SOAP fault: our address is not known', { text: NOT_LET_IN }, 'fault, not let in'), stops: true },
  ],
  /** Without −3: what the upstream calls cancelled ends by staff’s decision alone (test/activities/payment/cancelled-upstream.test.ts). */
  upstream: [
    ...OF_BOTH,
    of('other-transaction', 'yes', 'carried out; the answer names another TransactinID'),
    of('other-facts', 'yes', 'carried out; the answer names another amount'),
    of('no-code', 'yes', 'carried out; the answer has no Extras, so no voucher code'),
    status(-1, 'our password is refused'),
    status(-2, 'our deposit is empty'),
    status(-4, 'no such TransactionID'),
    status(-500, 'the request is malformed'),
    status(-501, 'no such service'),
    status(-502, 'no rate'),
    status(-503, 'their database is away'),
  ],
};
