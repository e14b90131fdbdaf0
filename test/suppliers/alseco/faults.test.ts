import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { until } from '../../support/until';
import { type AlsecoWorld, alsecoWorld, context, payment } from './world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

async function planned(changes: Parameters<typeof payment>[0] = {}): Promise<{ paid: SupplierPayment; documents: readonly DocumentPlan[] }> {
  const paid = payment(changes);
  const checked = await world.alseco.check(paid, 1, context());
  if (checked.kind !== 'payable') throw new Error(JSON.stringify(checked));
  return { paid, documents: checked.documents };
}
const question = (account: string) => ({ ...payment(), kind: 'utility', account }) as const;
const service = (id: string, amount: string): string => `{"services":[{"id":${id},"amount":"${amount}"}]}`;

describe('a PayD that goes wrong is unknown, booked or not', () => {
  test.each([
    ['lost-before', 0],
    ['lost-after', 1],
    ['blank', 1],
    ['truncated', 1],
    ['html-502', 0],
    ['hang', 0],
    ['fault', 0],
  ] as const)('%s', async (fault, booked) => {
    const { paid, documents } = await planned();
    await world.fault({ fault });
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'unknown' }]);
    expect(await world.bookings()).toHaveLength(booked);
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'accepted' }]);
  });
  test('late: the connection is gone and the booking comes afterwards', async () => {
    const { paid, documents } = await planned();
    await world.fault({ fault: 'late', afterMs: 400 });
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'unknown' }]);
    expect(await world.bookings()).toHaveLength(0);
    await until('the late booking', async () => (await world.bookings()).length === 1);
  });
  test('a refusal of our address is not sent and names the trouble', async () => {
    const { paid, documents } = await planned();
    await world.fault({ fault: 'fault', text: 'Запрос с неизвестного IP-адреса: невозможно идентифицировать банк' });
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'not sent', trouble: 'refuses us' }]);
  });
});

describe('AccountCheck and check tell what only Alseco knows', () => {
  test.each([
    ['7777444', -105],
    ['not a number', -105],
    ['99999999999', -105],
    ['7898384', -203],
    ['7898385', -120],
    ['7898386', -120],
  ])('account %s is refused %i', async (account, code) => {
    expect(await world.alseco.accountCheck(question(account), context())).toMatchObject({ kind: 'refused', code });
    expect(await world.alseco.check(payment({ account }), 1, context())).toMatchObject({ kind: 'refused', code });
  });
  test('the paying path asks GetInvoicesByAccountsNew, the documented method, and no other', async () => {
    await world.alseco.accountCheck(question('7898380'), context());
    await world.alseco.check(payment(), 1, context());
    expect(await world.control('GET', 'counts')).toEqual({ GetInvoicesByAccountsNew: 2 });
  });
  test('bills not formed yet: those of the last period are payable', async () => {
    const { paid, documents } = await planned({ account: '7898383', amount: '1500', services: service('12', '1500.00') });
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'accepted' }]);
    const before = documents[0]?.invoice;
    await world.control('POST', 'form', { account: '7898383' });
    const after = (await planned({ account: '7898383', amount: '1500', services: service('12', '1500.00') })).documents[0]?.invoice;
    expect((after ?? '') > (before ?? '')).toBe(true);
  });
  test('an account with two bills is paid with two documents in one PayD', async () => {
    const { paid, documents } = await planned({ account: '7898381', amount: '8951.70', services: service('999', '8951.70') });
    expect(documents.map(({ amount }) => amount)).toEqual(['7700.5', '1251.2']);
    expect(await world.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
    expect(await world.control('GET', 'counts')).toMatchObject({ PayD: 1 });
    expect(await world.bookings()).toMatchObject([{ sysRef: documents[0]?.reference }, { sysRef: documents[1]?.reference }]);
  });
  test('a bill of an earlier period has the older number, and a service on both is paid on the newer', async () => {
    const { documents } = await planned({ account: '7898382', amount: '1500', services: service('12', '1500') });
    expect(documents).toHaveLength(1);
    expect(documents[0]?.invoice?.endsWith('10300003')).toBe(true);
  });
  test('debt, overpayment and what was paid elsewhere stand in the answer', async () => {
    const field = async (account: string): Promise<string> => {
      const answer = await world.alseco.accountCheck(question(account), context());
      return answer.kind === 'found' ? (answer.extras[0]?.FieldValue ?? '') : '';
    };
    expect(await field('7898387')).toContain('"DebtInfo":"долг 339.78","FixSum":339.78,"DebtSum":339.78');
    expect(await field('7898387')).toContain('"DebtInfo":"арт.төлен переп. 415.90","FixSum":0.0,"DebtSum":-415.9');
    expect(await field('7898388')).toContain('"DebtInfo":"оплачено в этом месяце 1532.00"');
  });
  test.each(['lost-before', 'blank', 'truncated', 'html-502', 'fault', 'hang'] as const)('check under %s brings no refusal', async (fault) => {
    await world.fault({ operation: 'GetInvoicesByAccountsNew', fault });
    expect(await world.alseco.check(payment(), 1, context())).toMatchObject({ kind: 'unknown' });
  });
});

test('rollback answers per PaymentId: rolled back, not found, processed', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 2; at++) {
    const { paid, documents } = await planned();
    const [outcome] = await world.alseco.pay(paid, documents, context());
    if (outcome?.kind === 'accepted') ids.push(outcome.paymentId);
  }
  const [first = '', second = ''] = ids;
  expect(await world.alseco.rollback([first, '99', first], context())).toEqual([
    { kind: 'rolled back' },
    { kind: 'not found' },
    { kind: 'rolled back' },
  ]);
  await world.alseco.connection.call('GetBankDayChecks', { bankCode: 'ALSC', dateIn: `${world.today}T00:00:00` }, context());
  expect(await world.alseco.rollback([second], context())).toMatchObject([{ kind: 'processed' }]);
});

test('yesterday is not rolled back today', async () => {
  await world.control('POST', 'clock', { offsetMs: -86_400_000 });
  const { paid, documents } = await planned();
  const [outcome] = await world.alseco.pay(paid, documents, context());
  await world.control('POST', 'clock', { offsetMs: 0 });
  expect(await world.alseco.rollback([outcome?.kind === 'accepted' ? outcome.paymentId : ''], context())).toMatchObject([{ kind: 'processed' }]);
});

test('rollback by SysRef takes back what stands under our own reference', async () => {
  const { paid, documents } = await planned();
  await world.alseco.pay(paid, documents, context());
  const [booked] = await world.bookings();
  const known = { reference: documents[0]?.reference ?? '', bookings: [booked?.paymentId ?? ''] };
  const asked = [known, { reference: 'TLM1', bookings: ['1'] }];
  expect(await world.alseco.rollbackBySysRef(asked, context())).toEqual([{ kind: 'rolled back' }, { kind: 'not found' }]);
  expect(await world.bookings()).toMatchObject([{ rolledBack: true }]);
});

test('a reference that holds a duplicate is not rolled back by itself: only a PaymentId says which booking is meant', async () => {
  const { paid, documents } = await planned();
  for (let at = 0; at < 2; at++) await world.alseco.pay(paid, documents, context());
  const twice = await world.bookings();
  expect(twice).toHaveLength(2);
  const reference = documents[0]?.reference ?? '';
  const [first = '', second = ''] = twice.map(({ paymentId }) => paymentId);
  const notAsked = { kind: 'not sent', reason: expect.stringContaining('PaymentId') };
  for (const known of [
    [{ reference, bookings: [first, second] }],
    [{ reference, bookings: [] }],
    [
      { reference, bookings: [first] },
      { reference, bookings: [second] },
    ],
  ])
    expect(await world.alseco.rollbackBySysRef(known, context())).toEqual(known.map(() => notAsked));
  expect(await world.control('GET', 'counts')).not.toHaveProperty('RollbackPaymentsBySysRef');
  expect(await world.alseco.rollback([second], context())).toEqual([{ kind: 'rolled back' }]);
  expect(await world.bookings()).toMatchObject([{ rolledBack: false }, { rolledBack: true }]);
});

test('a rollback without an answer is unknown', async () => {
  await world.fault({ operation: 'RollbackPayments', fault: 'lost-after' });
  expect(await world.alseco.rollback(['10264561'], context())).toMatchObject([{ kind: 'unknown' }]);
});

test('probe asks for the current period', async () => {
  expect(await world.alseco.probe(context())).toMatchObject({ ok: true, text: expect.stringMatching(/\d{4}-\d{2}$/) });
  await world.fault({ operation: 'GetCurrentPeriod', fault: 'html-502' });
  expect(await world.alseco.probe(context())).toMatchObject({ ok: false, trouble: 'down' });
});

test('where PayD is not offered, Pay pays, without the time of booking', async () => {
  const plain = await alsecoWorld({ overridesJson: '{"PayD":{"offered":false}}' });
  const paid = payment();
  const checked = await plain.alseco.check(paid, 1, context());
  const documents = checked.kind === 'payable' ? checked.documents : [];
  expect(await plain.alseco.pay(paid, documents, context())).toMatchObject([{ kind: 'accepted', bookedAt: null }]);
  expect(await plain.control('GET', 'counts')).toMatchObject({ Pay: 1 });
  await plain.close();
});

test('an operation that lives elsewhere is called there: namespace, SOAPAction and version come from the override', async () => {
  const overridesJson =
    '{"GetAccountInfo":{"version":"1.1"},"GetCurrentPeriod":{"namespace":"http://www.alseco.kz/AstanaErcPaymentService/"},"PayD":{"soapAction":"urn:payd"}}';
  const moved = await alsecoWorld({ overridesJson });
  expect(await moved.alseco.probe(context())).toMatchObject({ ok: true });
  const paid = payment();
  const checked = await moved.alseco.check(paid, 1, context());
  expect(await moved.alseco.pay(paid, checked.kind === 'payable' ? checked.documents : [], context())).toMatchObject([{ kind: 'accepted' }]);
  await moved.close();
});

test('the book survives a restart of the sandbox, and PayD books a repetition again', async () => {
  const { paid, documents } = await planned();
  await world.alseco.pay(paid, documents, context());
  await world.restart();
  expect(await world.bookings()).toMatchObject([{ sysRef: documents[0]?.reference, sum: '5610.18' }]);
  await world.alseco.pay(paid, documents, context());
  const ids = (await world.bookings()).map((booking) => booking.paymentId);
  expect(new Set(ids).size).toBe(2);
});
