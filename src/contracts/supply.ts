import { createHash } from 'node:crypto';
import type { Money } from '../domain/money';

/**
 * What registry, activities and suppliers say alike about suppliers: the one list of them, with what staff can have each do: take a booking back on its day; tell what became of a
 * payment it was sent; hold money that we pay in beforehand.
 */
export const OFFERS = {
  alseco: { rollback: true, status: false, deposit: false },
  upstream: { rollback: false, status: true, deposit: true },
} as const satisfies Readonly<Record<string, { readonly rollback: boolean; readonly status: boolean; readonly deposit: boolean }>>;
export type SupplierName = keyof typeof OFFERS;
export const isSupplierName = (name: string): name is SupplierName => Object.hasOwn(OFFERS, name);
export const SUPPLIER_NAMES = Object.keys(OFFERS) as SupplierName[];
/** One for each supplier. */
export const bySupplier = <Made>(make: (name: SupplierName) => Made): Readonly<Record<SupplierName, Made>> =>
  Object.fromEntries(SUPPLIER_NAMES.map((name) => [name, make(name)])) as Record<SupplierName, Made>;
export type ServiceKind = 'plain' | 'dynamic' | 'static' | 'utility';
/** Sold by a price that holds for a while only. */
export const isVoucher = (kind: ServiceKind): boolean => kind === 'dynamic' || kind === 'static';

/** One thing booked at the supplier, as it can be looked for: at Alseco one per invoice, elsewhere one per payment. */
export interface DocumentFacts {
  /** 1, 2, … over the life of the payment; a replaced document gets the next number. */
  readonly number: number;
  /** SysRef at Alseco, TransactionID at the upstream. */
  readonly reference: string;
  readonly account: string;
  readonly invoice: string | null;
  readonly amount: Money;
}

/** One thing to be booked. */
export interface DocumentPlan extends DocumentFacts {
  /** What goes on the wire for this document, fixed once so that every attempt is byte-identical. */
  readonly content: string;
}

export interface Exchange {
  readonly operation: string;
  /** ISO instant of the first byte. */
  readonly at: string;
  readonly tookMs: number;
  readonly request: string;
  readonly answer: string;
  readonly ended: 'answered' | 'not sent' | 'unknown';
  /** Of a long list of which `answer` only tells the size: SHA-256 of all its bytes, 64 hex digits. */
  readonly streamHash?: string;
}

/** SHA-256 of the raw answer, 64 hex digits: what a look was read from can be found among the exchanges by it. */
export const answerHash = ({ answer, streamHash }: Exchange): string => streamHash ?? createHash('sha256').update(answer).digest('hex');
