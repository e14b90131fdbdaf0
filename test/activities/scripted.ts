import pino from 'pino';
import type { Dependencies } from '../../src/activities/dependencies';
import type { RequestId } from '../../src/domain/ids';
import { money } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { topUp } from '../../src/registry/ledger/entries';
import { documentsOf } from '../../src/registry/payment/documents';
import { type Payment, paymentById } from '../../src/registry/payment/payments';
import { vault } from '../../src/registry/secrets';
import type { CheckOutcome, DocumentPlan, PayOutcome, Supplier } from '../../src/suppliers/supplier';
import { dayIn } from '../../src/zone';
import { AGENT, accepted, book, ZONE } from '../registry/book';
import { steps } from './steps';

export const TODAY = dayIn(ZONE, new Date().toISOString());
export const reference = (request: RequestId, number: number): string => `TLM${request}${number}`;
const PART = money('15');

/** What the supplier is to answer; whatever is missing fails the test that asks for it. */
export interface Script {
  check?: (of: { readonly request: RequestId; readonly account: string }, first: number) => CheckOutcome | Promise<CheckOutcome>;
  pay?: (documents: readonly DocumentPlan[]) => readonly PayOutcome[] | Promise<readonly PayOutcome[]>;
  look?: Supplier['look'];
}

/** An account with two invoices of 15.00 each, payable from document `first` on. */
export const twoInvoices: NonNullable<Script['check']> = ({ request, account }, first) => ({
  kind: 'payable',
  documents: [first, first + 1].map((number) => ({
    number,
    reference: reference(request, number),
    account,
    invoice: `2611${String(number).padStart(8, '0')}`,
    amount: PART,
    content: `<document number="${number}"/>`,
  })),
});

/** A real registry, and a supplier of 815 that answers by a script: for what its sandbox would say too rarely. */
export async function scripted() {
  const database = await book(4);
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('100000'), currency: 'KZT', day: TODAY, note: 'a test' }));
  const script: Script = {};
  const said = <T>(answer: T | undefined, what: string): T => {
    if (answer === undefined) throw new Error(`the script says nothing about ${what}`);
    return answer;
  };
  const supplier = {
    name: 'alseco',
    zone: ZONE,
    currency: 'KZT',
    idempotent: false,
    reference: ({ request }, number) => reference(request, number),
    check: async (of, first) => said(script.check, 'check')(of, first),
    pay: async (_of, documents, { permit }) => {
      if (!(await permit())) return documents.map((): PayOutcome => ({ kind: 'not sent', reason: 'no permit' }));
      return said(script.pay, 'pay')(documents);
    },
    look: (question, context) => said(script.look, 'look')(question, context),
  } as Partial<Supplier> as Supplier;
  const dependencies: Dependencies = {
    database,
    suppliers: new Map([['alseco', supplier]]),
    ladders: { ...LADDERS.fast, settleDelayMs: 200, pulseGapMs: 3_600_000 },
    vault: vault('0'.repeat(64)),
    webhooks: {} as Dependencies['webhooks'],
    logger: pino({ level: 'silent' }),
    pollsPerSecond: 1_000,
  };
  let transactions = 0;
  return {
    database,
    script,
    supplier,
    dependencies,
    /** Of 30.00, accepted a moment ago, nothing else known. */
    payment: () => accepted(database, AGENT, ++transactions, '30'),
    seen: async ({ id }: Payment): Promise<Payment> => said((await paymentById(database, id)) ?? undefined, `payment ${id}`),
    documents: async ({ id }: Payment) =>
      (await documentsOf(database, id)).map(({ number, state, attempts }) => [number, state, attempts.map(({ outcome }) => outcome)] as const),
    goes: steps(dependencies),
    close: () => database.close(),
  };
}
export type Scripted = Awaited<ReturnType<typeof scripted>>;
