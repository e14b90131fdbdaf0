import { add, type Money, money, subtract, ZERO } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import { Journal } from '../journal';
import { type Shown, ShownLines } from '../shown';
import { Charges } from './charges';
import type { Agent, Change, Entry, Register, Settings } from './entries';
import { type Generated, generatedPayments } from './generated';
import { hasEnded, type Payment, statusAt } from './payments';
import { type PriceList, SAMPLE_PRICES, type Service } from './services';

/** The lists that show payments. */
export const LISTS = ['GetPaymentsByDate'] as const;

const DEFAULTS: Settings = { stepMs: 150, deduplicate: true, callbackUrl: null };
const FIRST_REQUEST_ID = 11_637_001;
export const MAX_PAYMENTS = 1_000_000;
const MAX_REGISTERS = 10_000;

/** Everything the payment organization remembers. Every change is written down before it is answered. */
export class Book {
  settings: Settings = DEFAULTS;
  readonly registers: Register[] = [];
  readonly shown = new ShownLines(LISTS);
  readonly generated = new Map<string, Generated>();
  private readonly payments: Payment[] = [];
  private readonly byTransaction = new Map<string, Payment>();
  private readonly byRequest = new Map<string, Payment>();
  private readonly services = new Map<string, Service>();
  private readonly deposits = new Map<string, Money>();
  private readonly charges = new Charges();
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
  findByRequest(requestId: string): Payment | undefined {
    return this.byRequest.get(requestId);
  }

  /** Successful ones that ended in [from, to); those of generated days last, made as they are read. */
  *ended(agent: string, fromMs: number, toMs: number): Generator<Payment> {
    const now = Date.now();
    const within = ({ end }: Payment) => end !== null && end.atMs >= fromMs && end.atMs < toMs;
    yield* this.payments.filter((payment) => payment.agent === agent && within(payment) && statusAt(payment, now) === SUCCESS);
    yield* generatedPayments(
      [...this.generated.values()].filter((generated) => generated.agent === agent),
      fromMs,
      toMs,
    );
  }

  nextRequestId(): string {
    let id = FIRST_REQUEST_ID + this.payments.length;
    while (this.byRequest.has(String(id))) id++;
    return String(id);
  }

  add(payment: Payment): void {
    this.record({ is: 'payment', payment });
  }
  change({ requestId }: Payment, change: Change): void {
    this.record({ is: 'change', requestId, change });
  }
  setSettings(settings: Settings): void {
    this.record({ is: 'settings', settings });
  }
  setService(service: Service): void {
    this.record({ is: 'service', service });
  }
  generate(generated: Generated): void {
    this.record({ is: 'generated', generated });
  }
  show(shown: Shown): void {
    this.record({ is: 'shown', shown });
  }

  /** False when the book holds as many registers as it takes. */
  addRegister(register: Register): boolean {
    if (this.registers.length >= MAX_REGISTERS) return false;
    this.record({ is: 'register', register });
    return true;
  }

  /** Deposit less what was paid and what is on its way. */
  balance(agent: string, nowMs: number): Money {
    return subtract(this.deposits.get(agent) ?? ZERO, this.charges.charged(agent, nowMs));
  }
  setBalance(agent: string, balance: Money, nowMs: number): void {
    this.record({ is: 'deposit', agent, deposit: add(balance, this.charges.charged(agent, nowMs)) });
  }

  reset(): void {
    this.journal.empty();
    this.begin();
  }

  close(): void {
    this.journal.close();
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
      case 'change':
        this.rewrite(entry.requestId, entry.change);
        break;
      case 'settings':
        this.settings = entry.settings;
        break;
      case 'deposit':
        this.deposits.set(entry.agent, money(entry.deposit));
        break;
      case 'service':
        this.services.set(entry.service.id, entry.service);
        break;
      case 'generated':
        this.generated.set(entry.generated.day, entry.generated);
        break;
      case 'shown':
        this.shown.set(entry.shown);
        break;
      case 'register':
        this.registers.push(entry.register);
    }
  }

  private rewrite(requestId: string, change: Change): void {
    const payment = this.byRequest.get(requestId);
    if (!payment) return;
    const key = `${payment.agent} ${payment.transaction}`;
    if (this.byTransaction.get(key) === payment) this.byTransaction.delete(key);
    this.byRequest.delete(requestId);
    const isSettled = hasEnded(payment, Date.now());
    Object.assign(payment, change);
    this.index(payment);
    if (change.amount !== undefined || (change.end && isSettled)) this.charges.reckon(this.payments);
    else if (change.end) this.charges.doubt(payment);
  }

  private take(payment: Payment): void {
    this.payments.push(payment);
    this.index(payment);
    this.charges.add(payment);
  }

  private index(payment: Payment): void {
    this.byRequest.set(payment.requestId, payment);
    const key = `${payment.agent} ${payment.transaction}`;
    if (!this.byTransaction.has(key)) this.byTransaction.set(key, payment);
  }

  private begin(): void {
    this.settings = DEFAULTS;
    this.payments.length = 0;
    this.registers.length = 0;
    for (const part of [this.charges, this.shown, this.generated, this.byTransaction, this.byRequest, this.services, this.deposits]) part.clear();
    for (const service of SAMPLE_PRICES) this.services.set(service.id, service);
    for (const agent of this.agents) this.deposits.set(agent.id, agent.deposit);
  }
}
