import pino from 'pino';
import { compareBook } from '../../src/activities/bank-day/compare-book';
import type { Dependencies } from '../../src/activities/dependencies';
import { check } from '../../src/activities/payment/check';
import { pay } from '../../src/activities/payment/pay';
import { reverse } from '../../src/activities/reversal/reverse';
import type { NextStep } from '../../src/contracts/workflows';
import { plusDays } from '../../src/domain/day';
import { compare, money, sum } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { topUp } from '../../src/registry/ledger/entries';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { accept } from '../../src/registry/payment/accept';
import { type Payment, paymentById } from '../../src/registry/payment/payments';
import { decide, type NewDecision } from '../../src/registry/staff/decisions';
import { addStaff } from '../../src/registry/staff/staff';
import type { RollbackOutcome, Supplier } from '../../src/suppliers/supplier';
import { dayIn } from '../../src/zone';
import { AGENT, asked, balances, book, transaction, ZONE } from '../registry/book';
import { alsecoWorld, context } from '../suppliers/alseco/world';
import { databaseUrl } from '../support/services/services';
import { inContext, inputOf } from './steps';

const BILLS = {
  one: { account: '7898380', amount: money('5610.18'), services: '{"services":[{"id":13,"amount":"5110.18"},{"id":12,"amount":"500.00"}]}' },
  /** Of three invoices. */
  three: { account: '7898389', amount: money('8520.5'), services: '{"services":[{"id":999,"amount":"8520.50"}]}' },
  two: { account: '7898381', amount: money('8951.7'), services: '{"services":[{"id":999,"amount":"8951.70"}]}' },
};
const DEPOSIT = money('1000000');

/** Payments at Alseco's sandbox by their activities, over a real registry and without Temporal, and what staff do about them. */
export async function alsecoPayments() {
  const url = await databaseUrl();
  const database = await book(6, url);
  const alseco = await alsecoWorld();
  const logged: Array<Record<string, unknown>> = [];
  await database.transaction(async (tx) => {
    for (const name of ['operator-1', 'operator-2']) await addStaff(tx, name, 'none', ['operator', 'accountant']);
    const day = dayIn(ZONE, new Date().toISOString());
    await topUp(tx, { agent: AGENT, amount: DEPOSIT, currency: 'KZT', day, note: 'a test' });
  });
  const dependencies = (supplier: Supplier = alseco.alseco): Dependencies => ({
    database,
    suppliers: new Map([['alseco', supplier]]),
    // Nobody beats the pulse here.
    ladders: { ...LADDERS.fast, pulseGapMs: 3_600_000 },
    vault: { seal: () => Buffer.alloc(0), open: () => '' },
    webhooks: {} as Dependencies['webhooks'],
    logger: pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    pollsPerSecond: 1,
  });
  const seen = async ({ id }: Payment): Promise<Payment> => {
    const found = await paymentById(database, id);
    if (!found) throw new Error(`no payment ${id}`);
    return found;
  };
  const standing = async ({ request }: Payment) => (await alseco.bookings()).filter((one) => one.sysRef.includes(request) && !one.rolledBack);
  let payments = 0;

  return {
    url,
    database,
    alseco,
    logged,
    dependencies,
    seen,
    standing,
    /** Accepted, checked and sent once; where it came to. */
    async pays(bill: keyof typeof BILLS, supplier?: Supplier): Promise<{ of: Payment; came: NextStep }> {
      const answer = await accept(database, asked({ ...BILLS[bill], transaction: transaction(++payments) }), ZONE);
      if (answer.kind !== 'stored') throw new Error(`not stored: ${answer.kind}`);
      const of = answer.payment;
      const next = await inContext(() => check(dependencies(), inputOf(of)));
      if (next.next !== 'pay') throw new Error(`not payable: ${JSON.stringify(next)}`);
      const came = await inContext(() => pay(dependencies(supplier), { ...inputOf(of), attempt: next.attempt }));
      return { of: await seen(of), came };
    },
    /** As one person decides where one is enough; the decision's number. */
    async decided(of: Payment, kind: NewDecision['kind'], detail: NewDecision['detail'] = {}): Promise<string> {
      await database.query(`UPDATE rules SET value = 'off'`);
      const state = await decide(database, { answerMs: 0 }, { staff: 'operator-1', payment: await seen(of), kind, reason: 'a test', detail });
      await database.query(`UPDATE rules SET value = 'on'`);
      return state.decision.id;
    },
    reverses: (of: Payment, decision: string, supplier?: Supplier, attempt = 1): Promise<string> =>
      inContext(
        () =>
          reverse(dependencies(supplier), {
            payment: of.id,
            agent: of.agent,
            transaction: of.transaction,
            decision,
            activityMs: 1,
            resend: LADDERS.fast.resend,
          }),
        attempt,
      ),
    /** Alseco, but the last document of a payment is refused. */
    refusingTheLast: (): Supplier => ({
      ...alseco.alseco,
      async pay(...given) {
        const outcomes = await alseco.alseco.pay(...given);
        const last = outcomes.at(-1);
        if (last?.kind !== 'accepted') throw new Error('the last was not accepted');
        await alseco.alseco.rollback([last.paymentId], context());
        return [...outcomes.slice(0, -1), { kind: 'refused', code: -105, text: 'Лицевой счет не найден' }];
      },
    }),
    /** Alseco, but a rollback is answered so, in the order asked; nothing is taken back by it. */
    answering: (...outcomes: RollbackOutcome[]): Supplier => ({ ...alseco.alseco, rollback: async () => outcomes }),
    compares: () => {
      const today = dayIn(ZONE, new Date().toISOString());
      const read: Parameters<typeof compareBook>[1]['read'] = (onLines) =>
        alseco.alseco.readBook({ from: plusDays(today, -1), to: today }, onLines, context());
      return compareBook(database, { name: 'alseco', zone: ZONE, sharedCode: false, callMs: 5_000, read }, new Date().toISOString());
    },
    /** What the agent has paid, what we lost, what we owe Alseco, and what stands at Alseco, of all payments together. */
    async money() {
      const { accounts, balanced } = await database.transaction(trialBalance);
      const of = (name: string) => money(accounts.find(({ account }) => account === name)?.balance ?? '0');
      const { available, held } = await balances(database, AGENT);
      const book = (await alseco.bookings()).filter(({ rolledBack }) => !rolledBack);
      return {
        paid: sum([DEPOSIT, `-${available}`, `-${held}`].map((text) => money(text.replace('--', '')))),
        lost: of('loss'),
        payable: of('supplier:alseco:payable'),
        stands: sum(book.map((line) => money(line.sum))),
        balanced,
      };
    },
    close: async () => {
      await alseco.close();
      await database.close();
    },
  };
}
export type AlsecoPayments = Awaited<ReturnType<typeof alsecoPayments>>;

/** Nothing is under way: what we owe Alseco is what stands there, and it was paid by the agent or lost by us. */
export async function squares(w: AlsecoPayments): Promise<void> {
  const { paid, lost, payable, stands, balanced } = await w.money();
  const owed = sum([paid, money(lost.startsWith('-') ? lost.slice(1) : lost)]);
  if (!balanced || compare(payable, stands) !== 0 || compare(payable, owed) !== 0)
    throw new Error(`what stands at Alseco is ${stands}, what we owe it ${payable}, paid by the agent ${paid}, lost ${lost}, balanced: ${balanced}`);
}
