import type { DocumentFacts, DocumentPlan, Exchange, ServiceKind, SupplierName } from '../contracts/supply';
import type { Day } from '../domain/day';
import type { Claim, KnownBooking, Look } from '../domain/evidence';
import type { AgentId, RequestId, ServiceId, TransactionId } from '../domain/ids';
import type { Money, Rate } from '../domain/money';

/** The port every supplier fills. A supplier answers with a union and throws for bugs only. */
export type { DocumentFacts, DocumentPlan, Exchange, ServiceKind, SupplierName };

/** What a supplier may know of a payment. Secrets of the agent are not among it. */
export interface SupplierPayment {
  readonly agent: AgentId;
  readonly transaction: TransactionId;
  /** Our reference at the supplier, the same over every repeat. */
  readonly request: RequestId;
  readonly service: ServiceId;
  readonly kind: ServiceKind;
  readonly account: string;
  readonly amount: Money;
  readonly currency: string;
  /** ISO instant with offset Z: when the registry stored the payment. */
  readonly createdOn: string;
  /** As the agent sent them; null where absent. */
  readonly invoiceId: string | null;
  readonly sendType: string | null;
  readonly services: string | null;
}

export type Trouble =
  /** The supplier refuses us: address, credentials (−1). */
  | 'refuses us'
  /** Our deposit there is empty (−2). */
  | 'deposit empty'
  /** This one service has no route or rate there (−501, −502). */
  | 'service unavailable'
  /** Not to be reached, or answers with faults. */
  | 'down';

export interface NotSent {
  readonly kind: 'not sent';
  readonly reason: string;
  readonly trouble?: Trouble;
}
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly trouble?: Trouble;
  /** It contradicts what we asked for: a final status read later still counts, but only staff may have the payment sent again. */
  readonly contradiction?: true;
}
/** Any answer about a payment that has not failed may bring its voucher's code: money; stored encrypted, never logged. */
export interface WithCode {
  readonly code?: string;
}
export interface Refused {
  readonly kind: 'refused';
  /** A payment code that ends a payment (−100…−300). */
  readonly code: number;
  readonly text: string;
}
export interface Accepted extends WithCode {
  readonly kind: 'accepted';
  readonly paymentId: string;
  /** ISO instant of the booking where the supplier tells it. */
  readonly bookedAt: string | null;
  /** Day of booking in the supplier's zone, as it names it; it may name a day and no time. */
  readonly bookedDay?: Day;
  /** The supplier's own rate, kept beside ours. */
  readonly rate?: Rate;
}
export interface Pending extends WithCode {
  readonly kind: 'pending';
  /** The supplier's own non-final status. */
  readonly status: number;
  readonly text: string;
}

export type CheckOutcome = { readonly kind: 'payable'; readonly documents: readonly DocumentPlan[] } | Refused | NotSent | Unknown;
export type PayOutcome = Accepted | Pending | Refused | NotSent | Unknown;
/** What the supplier says of a payment it has been sent (Status). `not found` proves nothing by itself. */
export type StatusOutcome = Accepted | Pending | Refused | { readonly kind: 'not found' } | NotSent | Unknown;
export type RollbackOutcome =
  | { readonly kind: 'rolled back' }
  | { readonly kind: 'not found' }
  | { readonly kind: 'processed'; readonly text: string }
  | NotSent
  | Unknown;

export interface AccountQuestion {
  readonly service: ServiceId;
  readonly kind: ServiceKind;
  readonly account: string;
  readonly amount: Money;
  readonly currency: string;
  readonly request: RequestId;
}
export type AccountAnswer =
  | { readonly kind: 'found'; readonly extras: ReadonlyArray<{ readonly FieldName: string; readonly FieldValue: string }>; readonly rate?: Rate }
  | Refused
  | NotSent
  | Unknown;

export interface CallContext {
  readonly signal: AbortSignal;
  /** Keeps the raw request and answer, secrets cut. Never throws. */
  readonly keep: (exchange: Exchange) => void;
}
export interface PayContext extends CallContext {
  /** `claimed → sending` in the registry, directly before the first byte; false: do not send. */
  readonly permit: () => Promise<boolean>;
}
export interface SoughtDocument extends DocumentFacts {
  /** The days of the supplier's zone on which it could stand in the book. */
  readonly days: readonly Day[];
}
/** A question to the supplier's books about documents that may have been sent. */
export interface LookQuestion {
  readonly payment: SupplierPayment;
  readonly documents: readonly SoughtDocument[];
  /** Days of the supplier's zone, both included: from the day before sending to today. */
  readonly from: Day;
  readonly to: Day;
  /** Bookings that the registry knows at this supplier on the days of the documents: the witnesses. */
  readonly known: readonly KnownBooking[];
  /** Other payments' documents for the same invoices, whose lines are theirs. */
  readonly claims: readonly Claim[];
}

/** One look per document, in the order asked. */
export interface LookAnswer {
  readonly document: number;
  readonly look: Look;
  /** Filled where the look found the booking or a final answer. */
  readonly outcome?: Accepted | Pending | Refused;
  /** ISO instant at which the reading began; several looks may share one. */
  readonly readAt: string;
  /** SHA-256 of each raw answer it was read from, 64 hex digits, in the order they came. */
  readonly answerHashes: readonly string[];
}

/** `free`: what may be spent of our deposit there, where the supplier keeps one. */
export type Probe =
  | { readonly ok: true; readonly text: string; readonly free?: Money }
  | { readonly ok: false; readonly reason: string; readonly trouble: Trouble };

export interface Supplier {
  readonly name: SupplierName;
  /** IANA zone of the supplier's bank day. */
  readonly zone: string;
  /** Of our contract there: only agents whose contract has the same currency are offered its services. */
  readonly currency: string;
  /** Whether repeating an identical payment is documented as safe (upstream: yes; Alseco: no). */
  readonly idempotent: boolean;
  /** Under which a document of the payment is booked, whether it was ever planned here or not: made of the payment's own numbers. */
  reference(payment: SupplierPayment, document: number): string;
  /** For an agent that waits (AccountCheck): at most `accountCheckCallMs`. */
  accountCheck(question: AccountQuestion, context: CallContext): Promise<AccountAnswer>;
  /** Before paying: what only the supplier knows, and the documents to be sent, numbered from `firstDocument`. */
  check(payment: SupplierPayment, firstDocument: number, context: CallContext): Promise<CheckOutcome>;
  /** Sends all documents in one call; one outcome per document, in order. */
  pay(payment: SupplierPayment, documents: readonly DocumentPlan[], context: PayContext): Promise<readonly PayOutcome[]>;
  /** Asks for the state of a payment that was taken; suppliers without such a request answer `not found`. */
  status(payment: SupplierPayment, document: DocumentFacts, context: CallContext): Promise<StatusOutcome>;
  look(question: LookQuestion, context: CallContext): Promise<readonly LookAnswer[]>;
  /** Takes bookings back by the supplier's PaymentId, on the day of booking. */
  rollback(paymentIds: readonly string[], context: PayContext): Promise<readonly RollbackOutcome[]>;
  /** Asks something harmless to see whether the supplier works (never a payment). */
  probe(context: CallContext): Promise<Probe>;
  close(): Promise<void>;
}
