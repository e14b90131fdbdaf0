import { money } from '../../../src/domain/money';
import { debtSum, invoiceField } from '../../../src/suppliers/alseco/account-check';
import { invoiceFromPaper } from '../../../src/suppliers/alseco/clerk/paper';
import type { AccountInvoices, Invoice, InvoiceService } from '../../../src/suppliers/alseco/invoices';
import { counts, planPayment } from '../../../src/suppliers/alseco/plan';
import { readTime, withOffset } from '../../../src/suppliers/alseco/time';
import { payment, ZONE } from './world';

const service = (id: string, fixSum: string, more: Partial<InvoiceService> = {}): InvoiceService => ({
  id,
  name: `услуга ${id}`,
  isCounter: false,
  measure: null,
  tariff: null,
  lastCount: null,
  prevCount: null,
  fixCount: null,
  fixSum: money(fixSum),
  debtInfo: null,
  paySum: null,
  ...more,
});
const account = (...invoices: Invoice[]): AccountInvoices => ({
  account: '7898380',
  name: null,
  address: 'Абай 10',
  iin: null,
  invoices,
  said: null,
});
const ONE: Invoice = { id: '261110296539', services: [service('13', '3475.96'), service('12', '1974.64'), service('36', '-50.00')] };
const OLD: Invoice = { id: '261010296540', services: [service('13', '10.00'), service('99', '5.00')] };

const rules = { sysRefPrefix: 'TLM', zone: ZONE };
const plan = (services: string | undefined, amount: string, of = account(ONE)) =>
  planPayment({ ...payment({ amount }), services: services ?? null }, of, 1, rules);
const documents = (services: string, amount: string, of = account(ONE)) => {
  const made = plan(services, amount, of);
  if (made.kind !== 'payable') throw new Error(JSON.stringify(made));
  return made.documents;
};
const sums = (content: string): string[] =>
  [...content.matchAll(/<ServiceId>(\d+)<\/ServiceId>.*?<PaySum>([\d.]+)<\/PaySum>/g)].map(([, id, sum]) => `${id}=${sum}`);

describe('Services of a payment', () => {
  test('the document lists all services of the invoice in its order, PaySum 0 where unpaid', () => {
    const [document] = documents('{"services":[{"id":12,"amount":"500.00"}]}', '500');
    expect(sums(document?.content ?? '')).toEqual(['13=0.00', '12=500.00', '36=0.00']);
    expect(document).toMatchObject({ invoice: '261110296539', amount: '500', number: 1 });
  });
  test('more and less than FixSum may be paid', () => {
    expect(documents('{"services":[{"id":13,"amount":"9999.99"},{"id":12,"amount":0.01}]}', '10000')).toHaveLength(1);
  });
  test('999 alone pays every FixSum; an overpaid service counts as nothing', () => {
    const [document] = documents('{"services":[{"id":999,"amount":"5450.60"}]}', '5450.60');
    expect(sums(document?.content ?? '')).toEqual(['13=3475.96', '12=1974.64', '36=0.00']);
  });
  test('a service on two invoices is paid on the newer one, whichever comes first', () => {
    for (const either of [account(OLD, ONE), account(ONE, OLD)]) {
      const [document, ...more] = documents('{"services":[{"id":13,"amount":"10"}]}', '10', either);
      expect(more).toEqual([]);
      expect(document?.invoice).toBe(ONE.id);
    }
  });
  test('one document per invoice that gets money, in the order of the invoices, each with its own SysRef', () => {
    const paid = payment({ amount: '15', services: '{"services":[{"id":99,"amount":"5"},{"id":13,"amount":"10"}]}' });
    const made = planPayment(paid, account(OLD, ONE), 3, rules);
    expect(made).toMatchObject({
      kind: 'payable',
      documents: [
        { number: 3, reference: `TLM${paid.request}3`, invoice: OLD.id, amount: '5' },
        { number: 4, reference: `TLM${paid.request}4`, invoice: ONE.id, amount: '10' },
      ],
    });
  });
  test.each<[string, string | undefined, string, number]>([
    ['no Services', undefined, '100', -200],
    ['no JSON', '{"services":', '100', -200],
    ['an empty list', '{"services":[]}', '100', -200],
    ['a sum that is not Amount', '{"services":[{"id":13,"amount":"99.99"}]}', '100', -200],
    ['999 with another total', '{"services":[{"id":999,"amount":"100"}]}', '100', -200],
    ['999 beside another', '{"services":[{"id":999,"amount":"99"},{"id":13,"amount":"1"}]}', '100', -200],
    ['three places', '{"services":[{"id":13,"amount":"99.999"},{"id":12,"amount":"0.001"}]}', '100', -200],
    ['nothing to pay', '{"services":[{"id":13,"amount":"0"}]}', '0', -200],
    ['an unknown service', '{"services":[{"id":555,"amount":"100"}]}', '100', -203],
    ['a negative amount', '{"services":[{"id":13,"amount":"-1"},{"id":12,"amount":"101"}]}', '100', -203],
    ['a service twice', '{"services":[{"id":13,"amount":"50"},{"id":13,"amount":"50"}]}', '100', -203],
    ['a reading without a meter', '{"services":[{"id":13,"amount":"100","lastCount":"5"}]}', '100', -203],
  ])('%s is refused', (_, services, amount, code) => {
    expect(plan(services, amount)).toMatchObject({ kind: 'refused', code });
  });
  test('planning twice gives the same bytes', () => {
    const paid = payment({ amount: '10', services: '{"services":[{"id":13,"amount":"10"}]}' });
    expect(planPayment(paid, account(ONE), 1, rules)).toEqual(planPayment(paid, account(ONE), 1, rules));
  });
});

describe('counters of a document', () => {
  const meter = (last: string, prev: string, fix: string | null): InvoiceService =>
    service('13', '1', { lastCount: money(last), prevCount: money(prev), fixCount: fix === null ? null : money(fix) });
  test.each([
    ['as the invoice has them', meter('610', '595', '15'), null, '15', '610'],
    ['no reading: the meter stays where it was', meter('0', '4870', '0'), null, '0', '4870'],
    ['readings without FixCount: their difference', meter('18888', '18754', null), null, '134', '18888'],
    ["an agent's reading overrides", meter('610', '595', '15'), '620.5', '25.5', '620.5'],
    ['no meter', service('11', '1'), null, '0', '0'],
  ])('%s', (_, of, reading, pay, last) => {
    expect(counts(of, reading === null ? null : money(reading))).toEqual({ pay, last });
  });
  test('a reading below the previous one is refused -203', () => {
    const of = account({ id: '261110296539', services: [meter('610', '595', '15')] });
    expect(plan('{"services":[{"id":13,"amount":"1","lastCount":"594.9"}]}', '1', of)).toMatchObject({ kind: 'refused', code: -203 });
    expect(documents('{"services":[{"id":13,"amount":"1","lastCount":596}]}', '1', of)[0]?.content).toContain(
      '<PayCounts>1</PayCounts><LastCounts>596</LastCounts>',
    );
  });
});

describe("AccountCheck's Invoice field", () => {
  const read = (of: AccountInvoices) => JSON.parse(invoiceField(of)).Account.Invoices.Invoice;
  test('one invoice is an object, several are an array; 999 stands once, last, on the last one, with the total over all', () => {
    expect(read(account(ONE)).InvoiceId).toBe(ONE.id);
    const several = read(account(OLD, ONE));
    expect(several.map((one: { Services: { Service: Array<{ ServiceId: number }> } }) => one.Services.Service.map((line) => line.ServiceId))).toEqual(
      [
        [13, 99],
        [13, 12, 36, 999],
      ],
    );
    expect(several[1].Services.Service.at(-1)).toMatchObject({ ServiceName: 'Оплатить всё', FixSum: 5465.6, DebtSum: null });
  });
  test('what was paid this month stands in DebtInfo, and DebtSum still comes from what Alseco says', () => {
    const gas = service('37', '0.00', { debtInfo: 'арт.төлен переп. 415.90', paySum: money('1532.00') });
    expect(read(account({ id: '071110000001', services: [gas] })).Services.Service[0]).toMatchObject({
      DebtInfo: 'оплачено в этом месяце 1532.00',
      DebtSum: -415.9,
    });
  });
  test.each([
    ['долг 339.78', '339.78'],
    ['арт.төлен переп. 415.90', '-415.9'],
    ['Долг 5,50', '5.5'],
    ['переп 7', '-7'],
    ['без долга', '0'],
    [null, '0'],
  ])('DebtSum of "%s" is %s', (said, sum) => {
    expect(debtSum(said)).toBe(sum);
  });
});

describe('times', () => {
  test('PaymentDate is CreatedOn in the zone with its offset, seven digits kept, and Almaty moved on 2024-03-01', () => {
    expect(withOffset('2007-12-04T12:58:03.5381358Z', ZONE)).toBe('2007-12-04T18:58:03.5381358+06:00');
    expect(withOffset('2026-11-21T20:00:00.123Z', ZONE)).toBe('2026-11-22T01:00:00.123+05:00');
  });
  test("a time without offset is the zone's; midnight is a day without a time", () => {
    expect(readTime('2026-11-21T23:59:00', ZONE)).toEqual({ day: '2026-11-21', instant: '2026-11-21T18:59:00Z' });
    expect(readTime('2024-02-29T22:59:00', ZONE)).toEqual({ day: '2024-02-29', instant: '2024-02-29T16:59:00Z' });
    expect(readTime('2026-11-21T00:00:00', ZONE)).toEqual({ day: '2026-11-21', instant: null });
    expect(readTime('2026-11-21T20:30:00Z', ZONE)).toMatchObject({ day: '2026-11-22' });
    for (const bad of ['', '21.11.2026', '2026-02-30T00:00:00', '2026-11-21']) expect(readTime(bad, ZONE)).toBeNull();
  });
});

test('a number from paper loses its thirteenth digit and says so; twelve digits stay', () => {
  expect(invoiceFromPaper('2407 1029 6539 7')).toEqual({ number: '240710296539', droppedDigit: true });
  expect(invoiceFromPaper('240710296539')).toEqual({ number: '240710296539', droppedDigit: false });
  for (const bad of ['24071029653', '24071029653977', '24071029653a']) expect(invoiceFromPaper(bad)).toBeNull();
});
