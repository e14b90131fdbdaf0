import type { CallName, Fault, Sandbox } from './fault';
import { FAULTS } from './fault';

/** A fault that is met once by the payment's own call of an operation, so that the way goes where it is wanted. */
export interface Lead {
  readonly operation: CallName;
  readonly body: Fault['body'];
}

/** One operation of the payment path, with a payment that comes to it. */
export interface Way {
  /** The line of the report. */
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly operation: CallName;
  readonly does: 'asks' | 'books' | 'takes back';
  /** Payments in doubt at once for each number of times; each with the fault that brings it here, null where it comes by itself. */
  readonly leads: Readonly<Record<Times, ReadonlyArray<Lead | null>>>;
  /** The second call comes by itself, or only after this fault of the first. */
  readonly opening: Fault['body'] | null;
  /** Calls of this operation name no payment: its faults have the whole sandbox for themselves. */
  readonly shared: boolean;
  readonly pays: 'bill' | 'bill of which a part is refused' | 'top-up' | 'voucher';
  readonly ends: 10 | -203;
  /** What a payment that waits must say. */
  readonly words: RegExp;
  /** Faults that change nothing that is read here, so that the payment ends while they last. */
  readonly harmless: readonly string[];
}

export const TIMES = ['first', 'second', 'every'] as const;
/** Met by the first call, by the second alone, or by all until it is cleared. */
export type Times = (typeof TIMES)[number];

const itself = { first: [null], second: [null], every: [null] };
const led = (...by: Lead[]) => ({ first: by, second: by, every: by });
const CUT = { fault: 'lost-before' };
const NOT_LET_IN = FAULTS.alseco.find(({ stops }) => stops)?.body ?? CUT;
const BOOKED: Lead = { operation: 'PayD', body: { fault: 'lost-after' } };
const NOT_BOOKED: Lead = { operation: 'PayD', body: CUT };
const alseco = { sandbox: 'alseco', pays: 'bill', ends: 10, harmless: [], shared: false, does: 'asks', leads: itself, opening: CUT } as const;
const upstream = { sandbox: 'upstream', pays: 'top-up', ends: 10, harmless: [], shared: false, does: 'asks', leads: itself, opening: CUT } as const;

/**
 * GetInvoicesByInvoices…, GetAccountState and RollbackPaymentsBySysRef are clerks' calls and not on this path; getPaysInfo and
 * GetNotMovedPays are read for payments in doubt, GetCurrentPeriod and CheckBalance while a supplier is stopped.
 */
export const WAYS: readonly Way[] = [
  { ...alseco, name: 'GetInvoicesByAccountsNew', operation: 'GetInvoicesByAccountsNew', words: /alseco did not answer the check: ./ },
  {
    ...alseco,
    name: 'PayD',
    operation: 'PayD',
    does: 'books',
    // Nothing has run, and that is said: another attempt follows.
    opening: { fault: 'fault', from: 'Client', text: 'Server was unable to read request.' },
    words: /books of alseco do not prove yet what happened: .|no evidence since \S+: .|another attempt follows: ./,
  },
  {
    ...alseco,
    name: 'RollbackPayments',
    operation: 'RollbackPayments',
    does: 'takes back',
    pays: 'bill of which a part is refused',
    ends: -203,
    words: /a rollback at alseco has no clear answer yet and is asked again: ./,
  },
  {
    ...alseco,
    name: 'GetNotMovedPays',
    operation: 'GetNotMovedPays',
    shared: true,
    leads: { first: [BOOKED], second: [BOOKED], every: [BOOKED, NOT_BOOKED] },
    opening: null,
    words: /books of alseco do not prove yet what happened: .|no evidence since \S+: ./,
  },
  {
    ...alseco,
    name: 'getPaysInfo',
    operation: 'getPaysInfo',
    shared: true,
    // What was booked is found by the first look; what was not is looked for at least twice.
    leads: { first: [BOOKED], second: [NOT_BOOKED], every: [BOOKED, NOT_BOOKED] },
    opening: null,
    words: /books of alseco do not prove yet what happened: .|no evidence since \S+: ./,
  },
  {
    ...alseco,
    name: 'GetCurrentPeriod (probe)',
    operation: 'GetCurrentPeriod',
    shared: true,
    leads: led({ operation: 'GetInvoicesByAccountsNew', body: NOT_LET_IN }),
    words: /alseco is stopped since .*: refuses us/,
  },
  {
    ...upstream,
    name: 'AccountCheck',
    operation: 'AccountCheck',
    words: /upstream did not answer the check: ./,
    // A top-up’s AccountCheck says whether the account can be paid; amount and Extras of its answer are not used.
    harmless: ['other-facts', 'no-code'],
  },
  {
    ...upstream,
    name: 'Payment',
    operation: 'Payment',
    does: 'books',
    words: /books of upstream do not prove yet what happened: .|no evidence since \S+: .|another attempt follows: ./,
  },
  {
    ...upstream,
    name: 'Status, for the result',
    operation: 'Status',
    pays: 'voucher',
    opening: null,
    words: /upstream says: .|books of upstream do not prove yet what happened: .|no evidence since \S+: .|staff must decide: ./,
  },
  {
    ...upstream,
    name: 'Status, as evidence',
    operation: 'Status',
    pays: 'voucher',
    leads: led({ operation: 'Payment', body: { fault: 'lost-after' } }),
    words: /upstream says: .|books of upstream do not prove yet what happened: .|no evidence since \S+: .|staff must decide: ./,
  },
  {
    ...upstream,
    name: 'CheckBalance (probe)',
    operation: 'CheckBalance',
    shared: true,
    leads: led({ operation: 'AccountCheck', body: { fault: 'status', status: -1 } }),
    words: /upstream is stopped since .*: refuses us/,
    // Its answer has neither TransactinID nor TransactionContent.
    harmless: ['other-transaction', 'other-facts', 'no-code'],
  },
];

/** While its supplier is stopped a payment says so, whatever it came from. */
export const STOPPED = /is stopped since .*: (refuses us|deposit empty): ./;

/**
 * Whether a payment ends while every call meets the fault: where an answer comes in the end, where nothing of it is read, and where
 * money was booked and the answer lost, because then the books prove it (RULES B2, C5). Else it waits until the fault is over.
 */
export const endsUnderIt = ({ does, harmless }: Way, fault: Fault): boolean =>
  fault.done === 'answered' || harmless.includes(fault.name) || (does === 'books' && fault.done === 'yes');
