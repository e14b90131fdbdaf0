import { z } from 'zod';

/** What can be made to go wrong with a call, and whether it is carried out all the same where `execute` does not say. */
const CARRIED_OUT = {
  'lost-before': false,
  'lost-after': true,
  late: true,
  hang: false,
  blank: true,
  'html-502': false,
  truncated: true,
  delay: true,
  fault: false,
  status: false,
  'other-transaction': true,
  'other-facts': true,
  'no-code': true,
} as const;
export type FaultName = keyof typeof CARRIED_OUT;
export const isCarriedOut = ({ fault, execute }: Pick<FaultOrder, 'fault' | 'execute'>): boolean => execute ?? CARRIED_OUT[fault];

const OF_BOTH = ['lost-before', 'lost-after', 'late', 'hang', 'blank', 'html-502', 'truncated', 'delay'] as const;
export const FAULTS = {
  alseco: [...OF_BOTH, 'fault'],
  upstream: [...OF_BOTH, 'status', 'other-transaction', 'other-facts', 'no-code'],
} as const satisfies Record<string, readonly FaultName[]>;

/** Those whose name or answer leaves no choice. */
const EITHER: readonly FaultName[] = ['hang', 'blank', 'html-502', 'fault', 'status'];

/** The body of POST /control/faults, for a sandbox with these faults and operations; `*` is every operation. */
export const faultOrder = (faults: readonly FaultName[], operations: readonly string[]) =>
  z
    .strictObject({
      operation: z.enum(['*', ...operations]),
      fault: z.enum(faults),
      /** Calls that meet it; left out: all until it is cleared. */
      count: z.int().min(1).max(1_000_000).optional(),
      /** So many calls that fit pass before the first one meets it. */
      skip: z.int().min(0).max(1_000_000).default(0),
      /** Meets only calls that say this text: an account, a sum, a number of the payment. */
      containing: z.string().min(1).max(200).optional(),
      /** For `late`: carried out this long after the connection was cut; for `delay`: the wait. Milliseconds. */
      afterMs: z.int().min(0).max(600_000).default(1_000),
      execute: z.boolean().optional(),
      /** Words of a `fault`, and whom it blames. */
      text: z.string().max(1000).default('System.Web.Services.Protocols.SoapException: Server was unable to process request.'),
      from: z.enum(['Client', 'Server']).default('Server'),
      /** The request status of a `status`. */
      status: z.int().min(-999).max(99).optional(),
    })
    .refine(({ fault, status }) => fault !== 'status' || status !== undefined, 'fault "status" needs a status')
    .refine(({ fault, execute }) => execute === undefined || EITHER.includes(fault), 'this fault says by itself whether the call is carried out');
export type FaultOrder = z.output<ReturnType<typeof faultOrder>>;

export interface Armed extends FaultOrder {
  /** Null: until it is cleared. */
  left: number | null;
  met: number;
}

/** Orders that are used up are shown until there are this many. */
const MAX_ORDERS = 2_000;

/** Switched on and off by hand; a restart forgets them. */
export class Faults {
  private orders: Armed[] = [];

  add(order: FaultOrder): void {
    if (this.orders.length >= MAX_ORDERS) this.orders = this.orders.filter(({ left }) => left !== 0);
    if (this.orders.length >= MAX_ORDERS) throw new RangeError(`${MAX_ORDERS} faults wait to be met: DELETE /control/faults first`);
    this.orders.push({ ...order, left: order.count ?? null, met: 0 });
  }

  /** Those that are as said; all where nothing is said. */
  clear({ operation, fault }: { operation?: string | undefined; fault?: string | undefined } = {}): void {
    this.orders = this.orders.filter((one) => (operation ?? one.operation) !== one.operation || (fault ?? one.fault) !== one.fault);
  }

  list(): readonly Armed[] {
    return this.orders;
  }

  /** The oldest order that this call meets; it is used up by one. One that lets the call pass does not hide those behind it. */
  take(operation: string, says: () => string): FaultOrder | null {
    const fits = (one: Armed) =>
      one.left !== 0 && [operation, '*'].includes(one.operation) && (one.containing === undefined || says().includes(one.containing));
    for (const order of this.orders.filter(fits)) {
      if (order.skip > 0) {
        order.skip--;
        continue;
      }
      order.met++;
      if (order.left !== null) order.left--;
      return order;
    }
    return null;
  }
}
