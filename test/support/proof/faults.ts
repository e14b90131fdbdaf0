import type { OperationName } from '../../../src/contracts/alseco/operations';
import type { RequestType } from '../../../src/contracts/partner-api';
import { FAULTS, type FaultName } from '../../../src/sandbox/alseco/faults';
import { FAULT_KINDS, type FaultKind } from '../../../src/sandbox/upstream/faults';

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

const alseco = (operation: OperationName, fault: FaultName): Fault[] => {
  const plain = { operation, fault, ...(fault === 'late' || fault === 'delay' ? { afterMs: LATE_MS } : {}) };
  const name = `alseco ${operation} ${fault}`;
  const one: Fault = { sandbox: 'alseco', name, body: plain };
  if (fault === 'hang') return [one, { sandbox: 'alseco', name: `${name} carried out`, body: { ...plain, execute: true } }];
  // Nobody was let in, or nothing could be read: nothing has run.
  if (fault === 'fault') return [one, { sandbox: 'alseco', name: `${name} of the caller`, body: { ...plain, from: 'Client' } }];
  return [one];
};
const upstream = (requestType: RequestType, fault: FaultKind): Fault[] => {
  const name = `upstream ${requestType} ${fault}`;
  const plain = { requestType, fault };
  if (fault === 'status') return REQUEST_STATUSES.map((status) => ({ sandbox: 'upstream', name: `${name} ${status}`, body: { ...plain, status } }));
  return [{ sandbox: 'upstream', name, body: { ...plain, ...(fault === 'late' || fault === 'delay' ? { delayMs: LATE_MS } : {}) } }];
};

/** Every fault of both sandboxes on every operation of the payment path. */
export const EVERY_FAULT: readonly Fault[] = [
  ...ALSECO.flatMap((operation) => FAULTS.flatMap((fault) => alseco(operation, fault))),
  ...UPSTREAM.flatMap((type) => FAULT_KINDS.flatMap((fault) => upstream(type, fault))),
];

/** Those of the calls that book: what is lost there is what may be paid twice. */
export const PAYING_FAULTS = EVERY_FAULT.filter(({ body }) => body['operation'] === 'PayD' || body['requestType'] === 'Payment');

/** The body for `count` calls; null: every one until it is cleared. */
export const armed = ({ sandbox, body }: Fault, count: number | null): object => {
  if (count !== null) return { ...body, count };
  return sandbox === 'upstream' ? { ...body, always: true } : body;
};
