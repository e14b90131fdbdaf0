import type { Day, Month } from '../../../src/domain/day';
import { notMovedPays } from '../../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth, checkBankDay, processedPayments } from '../../../src/suppliers/alseco/bank-day/day';
import { accountsWithFormedBill, billInfo, billLabels, report108e } from '../../../src/suppliers/alseco/clerk/bills';
import { accountInfo, accountState, printedInvoice, printedInvoicePdf } from '../../../src/suppliers/alseco/clerk/clerks';
import { invoicesByAccounts, invoicesByInvoices } from '../../../src/suppliers/alseco/invoices';
import { currentPeriod } from '../../../src/suppliers/alseco/period';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../../suppliers/alseco/world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

async function pay(): Promise<string> {
  const paid = payment();
  const checked = await world.alseco.check(paid, 1, context());
  const [outcome] = await world.alseco.pay(paid, checked.kind === 'payable' ? checked.documents : [], context());
  return outcome?.kind === 'accepted' ? outcome.paymentId : '';
}
async function all<T>(ask: (take: (items: readonly T[]) => void) => Promise<unknown>): Promise<{ items: T[]; end: unknown }> {
  const items: T[] = [];
  const end = await ask((more) => void items.push(...more));
  return { items, end };
}
const connection = () => world.alseco.connection;

test('a bank day: not moved until it is checked, then processed, in 108e and in the month', async () => {
  const id = await pay();
  const { today } = world;
  const month = today.slice(0, 7) as Month;
  expect((await all((take) => notMovedPays(connection(), today, take, context()))).items).toMatchObject([{ row: { paymentId: id, day: today } }]);
  expect(await all((take) => report108e(connection(), today, take, context()))).toMatchObject({ end: { kind: 'failed', error: 'day not marked' } });
  expect(await checkBankDay(connection(), today, context())).toEqual({ kind: 'checked', sign: true });
  expect((await all((take) => notMovedPays(connection(), today, take, context()))).items).toEqual([]);
  expect((await all((take) => processedPayments(connection(), { month, day: null }, take, context()))).items).toMatchObject([{ paymentId: id }]);
  expect((await all((take) => processedPayments(connection(), { month, day: today }, take, context()))).items).toHaveLength(1);
  expect((await all((take) => report108e(connection(), today, take, context()))).items).toMatchObject([{ amount: '5110.18' }, { amount: '500' }]);
  expect((await all((take) => bankPayByMonth(connection(), month, take, context()))).items).toMatchObject([
    { row: { paymentId: id, amount: '5610.18' } },
  ]);
});

test('a day parameter with +06:00 is the day before in UTC+5, which is why none is sent', async () => {
  await pay();
  const raw = async (dateIn: string) => {
    const answer = await connection().call('GetNotMovedPays', { bankCode: 'ALSC', dateIn }, context());
    return JSON.stringify(answer).includes('ResultNotMovedPays');
  };
  expect(await raw(`${world.today}T00:00:00`)).toBe(true);
  expect(await raw(`${world.today}T00:00:00.000+06:00`)).toBe(false);
});

test('108e tells its refusals by their texts', async () => {
  const error = async (day: string) => (await all((take) => report108e(connection(), day as Day, take, context()))).end;
  expect(await error('2017-10-31')).toMatchObject({ kind: 'failed', error: 'before november 2017' });
  expect(await error('2099-01-01')).toMatchObject({ kind: 'failed', error: 'month later than current' });
  await checkBankDay(connection(), '2026-01-01' as Day, context());
  await world.control('POST', 'period', { period: '2026-12' });
  expect(await error('2026-01-01')).toMatchObject({ kind: 'failed', error: 'no data for the day' });
});

test('the period turns when it is told to, and bills get its number', async () => {
  await world.control('POST', 'period', { period: '2031-12' });
  expect(await currentPeriod(connection(), context())).toEqual({ kind: 'period', month: '2031-12' });
  const answer = await invoicesByAccounts(connection(), 'GetInvoicesByAccountsNew', ['7898381'], context());
  expect(JSON.stringify(answer)).toContain('"id":"311210300001"');
  expect(await invoicesByInvoices(connection(), 'GetInvoicesByInvoicesNew', ['311110300001', '320110300001'], context())).toMatchObject({
    results: [{ state: 'Success' }, { state: 'InvoiceNotFound', account: null }],
  });
});

test('formed bills are handed out once, then only what is new', async () => {
  const formed = async () => (await all((take) => accountsWithFormedBill(connection(), take, context()))).items;
  const first = await formed();
  expect(first).toContain('7898380');
  expect(first).not.toContain('7898383');
  expect(await formed()).toEqual([]);
  await world.control('POST', 'form', { account: '7898383' });
  expect(await formed()).toEqual(['7898383']);
});

test('bills come in bundles, of the current and the previous month only', async () => {
  await world.control('POST', 'period', { period: '2026-11' });
  const labels = (await all<string | null>((take) => billLabels(connection(), '2026-11' as Month, take, context()))).items;
  const bills = await Promise.all(
    labels.map((label) => all((take) => billInfo(connection(), { month: '2026-11' as Month, label: label ?? '' }, take, context()))),
  );
  expect(bills.flatMap(({ items }) => items)).toContainEqual(
    expect.objectContaining({ account: '7898381', invoice: '261110300001', amount: '7700.5' }),
  );
  const error = async (month: string) => (await all((take) => billLabels(connection(), month as Month, take, context()))).end;
  expect(await error('2026-12')).toMatchObject({ kind: 'failed', error: 'month later than current' });
  expect(await error('2026-09')).toMatchObject({ kind: 'failed', error: 'no data for the period' });
  expect((await all((take) => billInfo(connection(), { month: '2026-11' as Month, label: '99' }, take, context()))).end).toMatchObject({
    error: 'no data',
  });
});

test('what clerks ask: state, info, IIN, printed copies', async () => {
  expect(await accountState(connection(), '7898385', context())).toEqual({ kind: 'answered', state: 'Deleted' });
  expect(await accountState(connection(), '7777444', context())).toEqual({ kind: 'answered', state: 'NotFound' });
  expect(await accountInfo(connection(), '7898380', context())).toMatchObject({ info: { square: '44', people: '1' } });
  expect(await invoicesByAccounts(connection(), 'GetInvoicesByAccountsWithIIN', ['7898380'], context())).toMatchObject({
    results: [{ account: { iin: '660523302303' } }],
  });
  const month = world.today.slice(0, 7) as Month;
  const pdf = await printedInvoicePdf(connection(), { account: '7898381', month }, context());
  expect(pdf.kind === 'answered' && pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const gif = await printedInvoice(connection(), { account: '7898380', bill: '10296539', month: '2024-07' as Month }, context());
  expect(gif.kind === 'answered' && gif.bytes.subarray(0, 6).toString()).toBe('GIF89a');
});

test('a rollback of several can be answered oddly, one booking after another', async () => {
  const ids = [await pay(), await pay(), await pay()];
  await world.control('POST', 'rollbacks', { next: ['let', 'process', 'deny'] });
  const answers = async () => (await world.alseco.rollback(ids, context())).map(({ kind }) => kind);
  expect(await answers()).toEqual(['rolled back', 'processed', 'not found']);
  expect((await world.bookings()).filter(({ paymentId }) => ids.includes(paymentId)).map(({ rolledBack }) => rolledBack)).toEqual([
    true,
    false,
    false,
  ]);
  expect(await answers()).toEqual(['not found', 'processed', 'rolled back']);
});

test('what is paid shows in the next bill as paid this month, and is gone after a rollback', async () => {
  const id = await pay();
  const field = async () => {
    const answer = await world.alseco.accountCheck({ ...payment(), account: '7898380' }, context());
    return answer.kind === 'found' ? (answer.extras[0]?.FieldValue ?? '') : '';
  };
  expect(await field()).toContain('оплачено в этом месяце 5110.18');
  await world.alseco.rollback([id], context());
  expect(await field()).not.toContain('оплачено');
});

test('a period that turns slowly has bills for one account after another; the others keep the last period’s', async () => {
  await world.control('POST', 'period', { period: '2031-12', slowly: true });
  const read = async (account: string) => {
    const answer = await invoicesByAccounts(connection(), 'GetInvoicesByAccountsNew', [account], context());
    const [result] = answer.kind === 'answered' ? answer.results : [];
    return [result?.state, result?.account?.invoices.map((invoice) => invoice.id.slice(0, 4))];
  };
  expect(await read('7898381')).toEqual(['InvoicesNotFormed', ['3111', '3111']]);
  expect((await all((take) => accountsWithFormedBill(connection(), take, context()))).items).toEqual([]);
  await world.control('POST', 'form', { account: '7898381' });
  expect(await read('7898381')).toEqual(['Success', ['3112', '3112']]);
  expect(await read('2429284')).toEqual(['InvoicesNotFormed', ['3111']]);
  expect((await all((take) => accountsWithFormedBill(connection(), take, context()))).items).toEqual(['7898381']);
  await world.restart();
  expect([await read('7898381'), await read('2429284')]).toEqual([
    ['Success', ['3112', '3112']],
    ['InvoicesNotFormed', ['3111']],
  ]);
  await world.control('POST', 'period', { period: '2032-01' });
  expect(await read('2429284')).toEqual(['Success', ['3201']]);
});
