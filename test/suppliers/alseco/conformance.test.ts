import { OPERATION_NAMES, OPERATIONS, type OperationName } from '../../../src/contracts/alseco/operations';
import { printWsdl } from '../../../src/contracts/alseco/wsdl';
import type { Month } from '../../../src/domain/day';
import { notMovedPays, paysInfo } from '../../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth, checkBankDay, processedPayments } from '../../../src/suppliers/alseco/bank-day/day';
import { accountsWithFormedBill, type Bill, billInfo, billLabels, report108e } from '../../../src/suppliers/alseco/clerk/bills';
import { accountInfo, accountState, printedInvoice, printedInvoicePdf } from '../../../src/suppliers/alseco/clerk/clerks';
import { clerkInvoices } from '../../../src/suppliers/alseco/clerk/invoices';
import { wsdlDrift } from '../../../src/suppliers/alseco/drift';
import { currentPeriod } from '../../../src/suppliers/alseco/period';
import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { type AlsecoWorld, alsecoWorld, context, payment } from './world';

/** The client and the sandbox over every operation of the document, on one day of a bank's life, over a real socket. */
let world: AlsecoWorld;
let plain: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
  plain = await alsecoWorld({ overridesJson: '{"PayD":{"offered":false}}' });
});
afterAll(async () => {
  await world?.close();
  await plain?.close();
});

const alseco = () => world.alseco.connection;
const month = () => world.today.slice(0, 7) as Month;
const BOTH = { account: '7898381', amount: '8951.70', services: '{"services":[{"id":999,"amount":"8951.70"}]}' };

async function planned(
  on: AlsecoWorld,
  changes: Parameters<typeof payment>[0],
): Promise<{ paid: SupplierPayment; documents: readonly DocumentPlan[] }> {
  const paid = payment(changes);
  const checked = await on.alseco.check(paid, 1, context());
  if (checked.kind !== 'payable') throw new Error(JSON.stringify(checked));
  return { paid, documents: checked.documents };
}
async function all<T>(ask: (take: (items: readonly T[]) => void) => Promise<unknown>): Promise<{ items: T[]; end: unknown }> {
  const items: T[] = [];
  const end = await ask((more) => void items.push(...more));
  return { items, end };
}
const usable = (rows: number) => ({ kind: 'usable', rows });

describe('the invoices of an account', () => {
  test.each(['new', 'with-iin', 'last-vers'] as const)('%s: by accounts and by invoices the same bills', async (form) => {
    const byAccount = await clerkInvoices(alseco(), { account: '7898381' }, form, context());
    if (byAccount.kind !== 'answered') throw new Error(byAccount.reason);
    const { found } = byAccount;
    expect(found).toMatchObject({
      state: 'Success',
      account: '7898381',
      iin: form === 'new' ? null : '660523302303',
      name: form === 'last-vers' ? '-' : null,
      total: '8951.7',
      invoices: [{ period: month(), formedDate: expect.any(String) }, { services: [{ id: '11' }, { id: '36' }] }],
      parameters: [{ value: '1' }, { value: '44' }],
    });
    for (const invoice of found.invoices)
      expect(await clerkInvoices(alseco(), { invoice: invoice.number }, form, context())).toMatchObject({
        found: { state: 'Success', invoices: [invoice] },
      });
  });

  test('every state of the document comes as it is spelled there', async () => {
    const stateOf = async (asked: { account: string } | { invoice: string }) => {
      const answer = await clerkInvoices(alseco(), asked, 'new', context());
      return answer.kind === 'answered' ? answer.found.state : answer.kind;
    };
    expect(await Promise.all(['7898380', '7898384', '7777444', '7898385', '7898386'].map((account) => stateOf({ account })))).toEqual([
      'Success',
      'InvoicesNotFormed',
      'AccountNotFound',
      'AccountIsDeleted',
      'AccountIsMerged',
    ]);
    expect(await stateOf({ invoice: '240799999999' })).toBe('InvoiceNotFound');
    const accounts = await Promise.all(['7898380', '7777444', '7898385', '7898386'].map((account) => accountState(alseco(), account, context())));
    expect(accounts.map((answer) => (answer.kind === 'answered' ? answer.state : answer.kind))).toEqual(['Active', 'NotFound', 'Deleted', 'Merged']);
  });
});

describe('a bank day, in order', () => {
  let ids: string[] = [];

  test('PayD books two documents of one call, each with a PaymentId and a time', async () => {
    const { paid, documents } = await planned(world, BOTH);
    const outcomes = await world.alseco.pay(paid, documents, context());
    expect(outcomes).toMatchObject([
      { kind: 'accepted', bookedAt: expect.stringMatching(/Z$/) },
      { kind: 'accepted', bookedAt: expect.stringMatching(/Z$/) },
    ]);
    ids = outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.paymentId : ''));
  });

  test('Pay, where PayD is not offered, books the same and tells no time', async () => {
    const { paid, documents } = await planned(plain, BOTH);
    expect(await plain.alseco.pay(paid, documents, context())).toMatchObject([
      { kind: 'accepted', bookedAt: null },
      { kind: 'accepted', bookedAt: null },
    ]);
    expect(await plain.control('GET', 'counts')).toMatchObject({ Pay: 1 });
    expect(await plain.control('GET', 'counts')).not.toHaveProperty('PayD');
  });

  test('RollbackPayments and RollbackPaymentsBySysRef take back on the same day, and say which they do not know', async () => {
    const { paid, documents } = await planned(world, BOTH);
    const outcomes = await world.alseco.pay(paid, documents, context());
    const [first, second] = outcomes;
    if (first?.kind !== 'accepted' || second?.kind !== 'accepted') throw new Error(JSON.stringify(outcomes));
    expect(await world.alseco.rollback([first.paymentId, '1'], context())).toEqual([{ kind: 'rolled back' }, { kind: 'not found' }]);
    const known = documents.map(({ reference }, at) => ({ reference, bookings: [at === 0 ? first.paymentId : second.paymentId] }));
    expect(await world.alseco.rollbackBySysRef(known, context())).toEqual([{ kind: 'not found' }, { kind: 'rolled back' }]);
  });

  test('the lists show what stands: GetNotMovedPays, getPaysInfo, GetBankPayByMonth', async () => {
    const rows = ids.map((paymentId) =>
      expect.objectContaining({ row: expect.objectContaining({ paymentId, account: '7898381', day: world.today, ours: true }) }),
    );
    expect(await all((take) => notMovedPays(alseco(), world.today, take, context()))).toEqual({ items: rows, end: usable(2) });
    expect(await all((take) => paysInfo(alseco(), { from: world.today, to: world.today }, take, context()))).toEqual({ items: rows, end: usable(2) });
    expect(await all((take) => bankPayByMonth(alseco(), month(), take, context()))).toEqual({ items: rows, end: usable(2) });
    expect(await all((take) => processedPayments(alseco(), { month: month(), day: null }, take, context()))).toEqual({ items: [], end: usable(0) });
  });

  test('GetBankDayChecks hands the day over: nothing is left to move, the payments are processed, 108e is there', async () => {
    expect((await all((take) => report108e(alseco(), world.today, take, context()))).end).toMatchObject({ kind: 'failed', error: 'day not marked' });
    expect(await checkBankDay(alseco(), world.today, context())).toEqual({ kind: 'checked', sign: true });
    expect(await all((take) => notMovedPays(alseco(), world.today, take, context()))).toEqual({ items: [], end: usable(0) });
    expect((await all((take) => processedPayments(alseco(), { month: month(), day: world.today }, take, context()))).items).toEqual(
      ids.map((paymentId) => expect.objectContaining({ paymentId })),
    );
    const orders = await all((take) => report108e(alseco(), world.today, take, context()));
    expect(orders).toMatchObject({ end: usable(4), items: [{ amount: '1500' }, { amount: '6200.5' }, { amount: '820' }, { amount: '431.2' }] });
    expect(await world.alseco.rollback([ids[0] ?? ''], context())).toMatchObject([{ kind: 'processed' }]);
  });
});

test('what clerks and the month need: period, subscriber, printed bills, bundles, formed bills', async () => {
  expect(await currentPeriod(alseco(), context())).toEqual({ kind: 'period', month: month() });
  expect(await accountInfo(alseco(), '7898381', context())).toMatchObject({ kind: 'answered', info: { square: '44', people: '1' } });
  expect(await printedInvoicePdf(alseco(), { account: '7898381', month: month() }, context())).toMatchObject({
    kind: 'answered',
    mayBeEarlierMonth: true,
  });
  expect(await printedInvoice(alseco(), { account: '7898381', bill: '10300001', month: month() }, context())).toMatchObject({ kind: 'answered' });
  const labels = await all((take) => billLabels(alseco(), month(), take, context()));
  const bills = await Promise.all(
    labels.items.map((label) => all<Bill | null>((take) => billInfo(alseco(), { month: month(), label: String(label) }, take, context()))),
  );
  expect(bills.flatMap(({ items }) => items)).toContainEqual(expect.objectContaining({ account: '7898381', amount: '7700.5' }));
  // A number that a bundle lists is one that a clerk may ask for, and pays the same.
  for (const bill of bills.flatMap(({ items }) => items))
    expect(await clerkInvoices(alseco(), { invoice: bill?.invoice ?? '' }, 'new', context())).toMatchObject({
      found: { state: 'Success', account: bill?.account, invoices: [{ number: bill?.invoice, total: bill?.amount }] },
    });
  const formed = await all((take) => accountsWithFormedBill(alseco(), take, context()));
  expect(formed.items).toContain('7898381');
  expect((await all((take) => accountsWithFormedBill(alseco(), take, context()))).items).toEqual([]);
});

test('all 24 operations were called, and none met a fault of form', async () => {
  const counts = { ...((await world.control('GET', 'counts')) as object), ...((await plain.control('GET', 'counts')) as object) } as Record<
    OperationName,
    number
  >;
  expect(Object.keys(counts).sort()).toEqual([...OPERATION_NAMES].sort());
});

test('the served WSDL is the contract, with nothing that differs', async () => {
  const served = await (await fetch(`${world.sandbox.endpoint}?wsdl`)).text();
  expect(wsdlDrift(served, alseco().offer)).toEqual([]);
  expect(served).toBe(printWsdl(OPERATIONS, world.sandbox.endpoint));
});

describe('each operation refuses a request of the wrong form with a fault that says why, and books nothing', () => {
  /** Arguments that the client itself would never send. */
  const damage: Array<[string, (envelope: string) => string, RegExp]> = [
    [
      'an unknown element',
      (envelope) => envelope.replace(/(<\/(\w+:)\w+>)(<\/\w+:Body>)/, '<$2Extra>1</$2Extra>$1$3'),
      /Extra is unknown, repeated or out of order/,
    ],
    [
      'another namespace',
      (envelope) => envelope.replaceAll('http://www.alseco.kz/', 'http://www.alseco.example/'),
      /did not recognize the operation/,
    ],
    ['no bank', (envelope) => envelope.replace(/<(\w+:bankCode)>ALSC</, '<$1>XXXX<'), /Не найден банк/],
    ['a broken end', (envelope) => envelope.slice(0, -20), /unable to read request/],
  ];
  const args: Record<OperationName, Parameters<ReturnType<typeof alseco>['compose']>[1]> = {
    ...(Object.fromEntries(
      OPERATION_NAMES.map((name) => [name, Object.fromEntries(OPERATIONS[name].request.map(({ name: field }) => [field, sample(field)]))]),
    ) as Record<OperationName, Parameters<ReturnType<typeof alseco>['compose']>[1]>),
  };
  function sample(field: string): string | null | Record<string, never> {
    if (field === 'bankCode') return 'ALSC';
    if (/date/i.test(field)) return '2026-11-21T00:00:00';
    if (['accounts', 'inputInvoices', 'paymentDocuments', 'paymentIds', 'sysRefs'].includes(field)) return {};
    return field === 'day' ? null : field === 'year' ? '2026' : '11';
  }

  test.each(OPERATION_NAMES)('%s', async (name) => {
    const before = (await world.bookings()).length;
    const { envelope, headers } = await alseco().compose(name, args[name]);
    for (const [what, change, why] of damage) {
      const body = change(envelope);
      expect({ what, same: body === envelope }).toEqual({ what, same: false });
      const answer = await fetch(world.sandbox.endpoint, { method: 'POST', body, headers });
      const said = await answer.text();
      if (what === 'no bank' && name === 'GetReport108e') expect(said).toContain('<ErrorMessage>Не найден банк</ErrorMessage>');
      else expect({ what, status: answer.status, said }).toEqual({ what, status: 500, said: expect.stringMatching(why) });
    }
    expect(await world.bookings()).toHaveLength(before);
  });
});
