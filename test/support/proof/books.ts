import type { World } from '../gateway/gateway';

/** One payment's lines in a supplier's book, by our RequestID. */
export interface Booked {
  readonly supplier: 'alseco' | 'upstream';
  readonly reference: string;
  readonly paymentId: string;
  readonly sum: string;
  /** Rolled back at Alseco; at the upstream: ended with a failure code. */
  readonly stands: boolean;
}

interface AlsecoLine {
  readonly sysRef: string;
  readonly paymentId: string;
  readonly sum: string;
  readonly rolledBack: boolean;
}
interface UpstreamLine {
  readonly transaction: string;
  readonly requestId: string;
  readonly amount: string;
  readonly end: { readonly code: number } | null;
}

const PREFIX = 'TLM';
const REQUEST_DIGITS = 15;
const MOST = 100_000;

/** Both suppliers' books as they stand, counted there and nowhere else. */
export async function suppliersBooks(world: Pick<World, 'control'>): Promise<Map<string, Booked[]>> {
  const books = new Map<string, Booked[]>();
  const keep = (request: string, line: Booked) => books.set(request, [...(books.get(request) ?? []), line]);
  for (const { sysRef, paymentId, sum, rolledBack } of await world.control<AlsecoLine[]>('alseco', 'book'))
    keep(sysRef.slice(PREFIX.length, PREFIX.length + REQUEST_DIGITS), { supplier: 'alseco', reference: sysRef, paymentId, sum, stands: !rolledBack });
  const { payments, count } = await world.control<{ payments: UpstreamLine[]; count: number }>('upstream', `book?limit=${MOST}`);
  if (count > MOST) throw new Error(`the upstream's book has ${count} payments: it cannot be read whole`);
  for (const { transaction, requestId, amount, end } of payments)
    keep(transaction, { supplier: 'upstream', reference: transaction, paymentId: requestId, sum: amount, stands: end === null || end.code === 10 });
  return books;
}
