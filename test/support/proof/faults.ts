import type { OperationName } from '../../../src/contracts/alseco/operations';
import type { RequestType } from '../../../src/contracts/partner-api';
import { FAULTS, type FaultName } from '../../../src/sandbox/faults';

/** A fault as the body of POST /control/faults of its sandbox, and in words. */
export interface Fault {
  readonly sandbox: 'alseco' | 'upstream';
  readonly name: string;
  readonly body: Readonly<Record<string, string | number | boolean>>;
}

/** What a payment asks on its way, its evidence, its roll back and the probes included. */
const ALSECO: readonly OperationName[] = [
  'GetInvoicesByAccountsNew',
  'PayD',
  'GetNotMovedPays',
  'getPaysInfo',
  'RollbackPayments',
  'GetCurrentPeriod',
];
const UPSTREAM: readonly RequestType[] = ['AccountCheck', 'Payment', 'Status', 'CheckBalance'];
const REQUEST_STATUSES = [-1, -2, -4, -500, -501, -502, -503];
/** Below the settle delay of the ladder `fast`: what comes later is not promised (docs/ARCHITECTURE.md). */
const LATE_MS = 1_500;

/** The forms in which a fault comes, by what is added to its name. */
const FORMS: Partial<Record<FaultName, Readonly<Record<string, Fault['body']>>>> = {
  late: { '': { afterMs: LATE_MS } },
  delay: { '': { afterMs: LATE_MS } },
  hang: { '': {}, ' carried out': { execute: true } },
  blank: { '': {}, ' not carried out': { execute: false } },
  'html-502': { '': {}, ' carried out': { execute: true } },
  // Nobody was let in, or nothing could be read: nothing has run.
  fault: { '': {}, ' of the caller': { from: 'Client' } },
  status: Object.fromEntries(REQUEST_STATUSES.map((status) => [` ${status}`, { status }])),
};
const of = (sandbox: Fault['sandbox'], operation: string): Fault[] =>
  FAULTS[sandbox].flatMap((fault) =>
    Object.entries(FORMS[fault] ?? { '': {} }).map(([form, more]) => ({
      sandbox,
      name: `${sandbox} ${operation} ${fault}${form}`,
      body: { operation, fault, ...more },
    })),
  );

/** Every fault of both sandboxes on every operation of the payment path. */
export const EVERY_FAULT: readonly Fault[] = [
  ...ALSECO.flatMap((operation) => of('alseco', operation)),
  ...UPSTREAM.flatMap((type) => of('upstream', type)),
];

/** Those of the calls that book: what is lost there is what may be paid twice. */
export const PAYING_FAULTS = EVERY_FAULT.filter(({ body }) => body['operation'] === 'PayD' || body['operation'] === 'Payment');

/** The body for `count` calls; null: every one until it is cleared. */
export const armed = ({ body }: Fault, count: number | null): object => (count === null ? body : { ...body, count });
