import { add, type Money, subtract, ZERO } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import { hasEnded, type Payment } from './payments';

interface Charge {
  total: Money;
  /** Payments charged that may still fail, and then are given back. */
  readonly doubtful: Set<Payment>;
}

/** What was paid and what is on its way: every payment is charged when it is booked; only those that may fail are looked at again. */
export class Charges {
  private readonly byAgent = new Map<string, Charge>();

  add(payment: Payment): void {
    if (payment.refusedAtOnce) return;
    const charge = this.of(payment.agent);
    charge.total = add(charge.total, payment.amount);
    if (payment.end?.code !== SUCCESS) charge.doubtful.add(payment);
  }

  /** Its end was moved. */
  doubt(payment: Payment): void {
    this.of(payment.agent).doubtful.add(payment);
  }

  /** Anew, where what stands in payments was written over. */
  reckon(payments: Iterable<Payment>): void {
    this.byAgent.clear();
    for (const payment of payments) this.add(payment);
  }

  charged(agent: string, realMs: number): Money {
    const charge = this.of(agent);
    for (const payment of charge.doubtful) {
      if (!hasEnded(payment, realMs)) continue;
      if (payment.end?.code !== SUCCESS) charge.total = subtract(charge.total, payment.amount);
      charge.doubtful.delete(payment);
    }
    return charge.total;
  }

  clear(): void {
    this.byAgent.clear();
  }

  private of(agent: string): Charge {
    const charge = this.byAgent.get(agent) ?? { total: ZERO, doubtful: new Set() };
    this.byAgent.set(agent, charge);
    return charge;
  }
}
