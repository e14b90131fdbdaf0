import { z } from 'zod';
import { OPERATION_NAMES, type OperationName } from '../../contracts/alseco/operations';

/**
 * Faults one can switch on over /control/faults. `execute` says whether the operation runs all the same; where it is left out,
 * lost-before, hang, html-502 and fault run nothing, blank and truncated run.
 */
export const FAULTS = ['lost-before', 'lost-after', 'late', 'hang', 'blank', 'html-502', 'truncated', 'fault', 'delay'] as const;
export type FaultName = (typeof FAULTS)[number];

/** What a rollback may meet: taken for processing at that moment; said not to be there, though it is; or as the book says. */
export const ODD_ROLLBACKS = ['process', 'deny', 'let'] as const;
export type OddRollback = (typeof ODD_ROLLBACKS)[number];

export const FaultOrder = z.strictObject({
  operation: z.enum(['*', ...OPERATION_NAMES] as ['*', ...OperationName[]]),
  fault: z.enum(FAULTS),
  /** Calls that meet it; left out: all until it is cleared. */
  count: z.number().int().min(1).max(1_000_000).optional(),
  /** So many calls that fit pass before the first one meets it. */
  skip: z.number().int().min(0).max(1_000_000).default(0),
  /** Meets only calls whose body contains this text: an account, a sum, a SysRef, a PaymentId. For a rollback also what its bookings hold. */
  containing: z.string().min(1).max(200).optional(),
  /** For `late`: booked this long after the connection was dropped; for `delay`: the wait. Milliseconds. */
  afterMs: z.number().int().min(0).max(600_000).default(1_000),
  execute: z.boolean().optional(),
  /** Words of a `fault`. */
  text: z.string().max(1000).default('System.Web.Services.Protocols.SoapException: Server was unable to process request.'),
  from: z.enum(['Client', 'Server']).default('Server'),
});
export type FaultOrder = z.infer<typeof FaultOrder>;

const RUNS: Readonly<Record<FaultName, boolean>> = {
  'lost-before': false,
  'lost-after': true,
  late: true,
  hang: false,
  blank: true,
  'html-502': false,
  truncated: true,
  fault: false,
  delay: true,
};

interface Armed extends FaultOrder {
  /** Null: until it is cleared. */
  left: number | null;
  met: number;
}

/** Orders that are used up are shown until there are more than this. */
const MAX_SHOWN = 2_000;

export class Faults {
  private orders: Armed[] = [];

  add(order: FaultOrder): void {
    if (this.orders.length >= MAX_SHOWN) this.orders = this.orders.filter(({ left }) => left !== 0);
    this.orders.push({ ...order, left: order.count ?? null, met: 0 });
  }
  /** Those that are as said; all where nothing is said. */
  clear({ operation, fault }: Partial<Pick<FaultOrder, 'operation' | 'fault'>> = {}): void {
    this.orders = this.orders.filter((one) => (operation ?? one.operation) !== one.operation || (fault ?? one.fault) !== one.fault);
  }
  list(): readonly object[] {
    return this.orders;
  }

  /** The first order that this call meets; it is used up by one. One that lets the call pass does not hide those behind it. */
  take(operation: OperationName, body: () => string = () => ''): (FaultOrder & { readonly runs: boolean }) | null {
    const fits = (one: Armed) =>
      one.left !== 0 && (one.operation === operation || one.operation === '*') && (one.containing === undefined || body().includes(one.containing));
    for (const order of this.orders.filter(fits)) {
      if (order.skip > 0) {
        order.skip--;
        continue;
      }
      order.met++;
      if (order.left !== null) order.left--;
      return { ...order, runs: order.execute ?? RUNS[order.fault] };
    }
    return null;
  }
}
