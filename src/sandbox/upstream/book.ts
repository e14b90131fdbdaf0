import { add, type Money, money, subtract, ZERO } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import { Journal } from '../journal';
import { hasEnded, type Payment } from './payments';
import { type PriceList, SAMPLE_PRICES, type Service } from './services';

export interface Agent {
  readonly id: string;
  readonly password: string;
  readonly deposit: Money;
}

export interface Settings {
  /** How long a payment stays in each of 1, 2, 3 and 9. */
  readonly stepMs: number;
  /** Whether a repeated TransactionID meets the earlier payment, as documented. */
  readonly deduplicate: boolean;
  readonly callbackUrl: string | null;
}

export interface Register {
  readonly agent: string;
  readonly kind: 'payments' | 'total';
  readonly atMs: number;
  /** As it came, the password cut. */
  readonly body: string;
}

type Entry =
  | { readonly is: 'payment'; readonly payment: Payment }
  | { readonly is: 'change'; readonly requestId: string; readonly change: Partial<Pick<Payment, 'end' | 'mailedMs' | 'calledBackMs'>> }
  | { readonly is: 'settings'; readonly settings: Settings }
  | { readonly is: 'deposit'; readonly agent: string; readonly deposit: Money }
  | { readonly is: 'service'; readonly service: Service }
  | { readonly is: 'register'; readonly register: Register };

interface Charge {
  total: Money;
  /** Payments charged that may still fail, and then are given back. */
  readonly doubtful: Set<Payment>;
}

const DEFAULTS: Settings = { stepMs: 150, deduplicate: true, callbackUrl: null };
const FIRST_REQUEST_ID = 11_637_001;
export const MAX_PAYMENTS = 1_000_000;
const MAX_REGISTERS = 10_000;

/** Everything the payment organization remembers. Every change is written down before it is answered. */
export class Book {
  settings: Settings = DEFAULTS;
  readonly registers: Register[] = [];
  private payments: Payment[] = [];
  private readonly byTransaction = new Map<string, Payment>();
  private readonly byRequest = new Map<string, Payment>();
  private readonly services = new Map<string, Service>();
  private readonly deposits = new Map<string, Money>();
  private readonly journal: Journal<Entry>;

  constructor(
    path: string,
    readonly agents: readonly Agent[],
  ) {
    this.begin();
    this.journal = new Journal<Entry>(path, (entry) => this.apply(entry));
  }

  get prices(): PriceList {
    return this.services;
  }

  all(): readonly Payment[] {
    return this.payments;
  }

  find(agent: string, transaction: string): Payment | undefined {
    return this.byTransaction.get(`${agent} ${transaction}`);
  }

  nextRequestId(): string {
    return String(FIRST_REQUEST_ID + this.payments.length);
  }

  add(payment: Payment): void {
    this.record({ is: 'payment', payment });
  }

  change(payment: Payment, change: Partial<Pick<Payment, 'end' | 'mailedMs' | 'calledBackMs'>>): void {
    this.record({ is: 'change', requestId: payment.requestId, change });
  }

  setSettings(settings: Settings): void {
    this.record({ is: 'settings', settings });
  }

  setService(service: Service): void {
    this.record({ is: 'service', service });
  }

  /** False when the book holds as many registers as it takes. */
  addRegister(register: Register): boolean {
    if (this.registers.length >= MAX_REGISTERS) return false;
    this.record({ is: 'register', register });
    return true;
  }

  /** Deposit less what was paid and what is on its way. */
  balance(agent: string, nowMs: number): Money {
    return subtract(this.deposits.get(agent) ?? ZERO, this.charged(agent, nowMs));
  }

  setBalance(agent: string, balance: Money, nowMs: number): void {
    this.record({ is: 'deposit', agent, deposit: add(balance, this.charged(agent, nowMs)) });
  }

  reset(): void {
    this.journal.empty();
    this.begin();
  }

  close(): void {
    this.journal.close();
  }

  private charges = new Map<string, Charge>();

  private charge(agent: string): Charge {
    const charge = this.charges.get(agent) ?? { total: ZERO, doubtful: new Set() };
    this.charges.set(agent, charge);
    return charge;
  }

  /** Every payment is charged when it is booked; only those that may fail are looked at again. */
  private charged(agent: string, nowMs: number): Money {
    const charge = this.charge(agent);
    for (const payment of charge.doubtful) {
      if (!hasEnded(payment, nowMs)) continue;
      if (payment.end?.code !== SUCCESS) charge.total = subtract(charge.total, payment.amount);
      charge.doubtful.delete(payment);
    }
    return charge.total;
  }

  private record(entry: Entry): void {
    this.journal.write(entry);
    this.apply(entry);
  }

  private apply(entry: Entry): void {
    switch (entry.is) {
      case 'payment':
        // Books kept before the clock could be moved know no shift.
        this.take({ ...entry.payment, shiftMs: entry.payment.shiftMs ?? 0, received: 1 });
        break;
      case 'change': {
        const payment = this.byRequest.get(entry.requestId);
        if (payment) Object.assign(payment, entry.change);
        if (payment && entry.change.end) this.charge(payment.agent).doubtful.add(payment);
        break;
      }
      case 'settings':
        this.settings = entry.settings;
        break;
      case 'deposit':
        this.deposits.set(entry.agent, money(entry.deposit));
        break;
      case 'service':
        this.services.set(entry.service.id, entry.service);
        break;
      case 'register':
        this.registers.push(entry.register);
    }
  }

  private take(payment: Payment): void {
    this.payments.push(payment);
    this.byRequest.set(payment.requestId, payment);
    const key = `${payment.agent} ${payment.transaction}`;
    if (!this.byTransaction.has(key)) this.byTransaction.set(key, payment);
    if (payment.refusedAtOnce) return;
    const charge = this.charge(payment.agent);
    charge.total = add(charge.total, payment.amount);
    if (payment.end?.code !== SUCCESS) charge.doubtful.add(payment);
  }

  private begin(): void {
    this.settings = DEFAULTS;
    this.payments = [];
    this.registers.length = 0;
    this.charges = new Map();
    this.byTransaction.clear();
    this.byRequest.clear();
    this.services.clear();
    this.deposits.clear();
    for (const service of SAMPLE_PRICES) this.services.set(service.id, service);
    for (const agent of this.agents) this.deposits.set(agent.id, agent.deposit);
  }
}
