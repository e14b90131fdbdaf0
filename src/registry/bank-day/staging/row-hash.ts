import { createHash } from 'node:crypto';
import type { ListedRow } from '../../../domain/bank-day/book';
import { add, type Money, ZERO } from '../../../domain/money';

/** Before each row, so that another way of hashing gives another hash and not a wrong one. */
const VERSION = '1';
const SEPARATOR = '\u001f';
const HALF_BITS = 64;
const HALF_BYTES = 8;

/** Two 64-bit halves of a row's SHA-256, signed as PostgreSQL's bigint takes them. */
export interface RowHash {
  readonly high: bigint;
  readonly low: bigint;
}

export function rowHash({ paymentId, reference, account, item, amount }: Omit<ListedRow, 'list' | 'day' | 'minute'>): RowHash {
  const digest = createHash('sha256').update([VERSION, paymentId, reference, account, item, amount].join(SEPARATOR)).digest();
  return { high: digest.readBigInt64BE(0), low: digest.readBigInt64BE(HALF_BYTES) };
}

/** The hash of rows in any order: each half summed modulo 2^64, so that a repeated row counts. Its version, a colon, 32 hex digits. */
export const hashOfSums = (high: bigint, low: bigint): string => `${VERSION}:${halfOf(high)}${halfOf(low)}`;

const halfOf = (sum: bigint): string =>
  BigInt.asUintN(HALF_BITS, sum)
    .toString(16)
    .padStart(HALF_BITS / 4, '0');

/** Count, sum and hash of the rows of one list, while they are read. */
export class ListTotals {
  private high = 0n;
  private low = 0n;
  private rows = 0;
  private total: Money = ZERO;

  take(row: ListedRow, hash: RowHash): void {
    this.high = BigInt.asUintN(HALF_BITS, this.high + hash.high);
    this.low = BigInt.asUintN(HALF_BITS, this.low + hash.low);
    this.total = add(this.total, row.amount);
    this.rows++;
  }

  get said(): { readonly count: number; readonly sum: Money; readonly hash: string } {
    return { count: this.rows, sum: this.total, hash: hashOfSums(this.high, this.low) };
  }
}
