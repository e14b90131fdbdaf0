import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StagedRow } from '../../../src/domain/bank-day/book';
import { type Day, day } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { Exchange } from '../../../src/suppliers/supplier';
import { listPayments } from '../../../src/suppliers/upstream/bank-day/day-list';
import { postPayments, postPaymentsContent, postTotalAmount, postTotalAmountContent } from '../../../src/suppliers/upstream/bank-day/registers';
import { calculatedSum, settingServices } from '../../../src/suppliers/upstream/settings';
import { createUpstream } from '../../../src/suppliers/upstream/upstream';
import { dayIn } from '../../../src/zone';
import { documentOf, PASSWORD, payment, type World, world } from './world';

let w: World;
let today: Day;
beforeAll(async () => {
  w = await world();
  today = dayIn('Asia/Almaty', new Date().toISOString());
});
afterAll(() => w.close());
beforeEach(async () => {
  await w.clearFaults();
  await w.control('reset', {});
  await w.control('settings', { stepMs: 0 });
});

const pay = async (change: Parameters<typeof payment>[0] = {}) => {
  const of = payment(change);
  await w.upstream.pay(of, [await documentOf(of, w)], w.context);
  return of;
};
const now = () => new Date().toISOString();
/** The whole book of a day, or why there is none. */
async function bookOf(of: Day, { upstream, context }: World = w, asOf = now()): Promise<readonly StagedRow[] | string> {
  const rows: StagedRow[] = [];
  const question = { day: of, paidFrom: of, now: asOf };
  const ended = await upstream.bankDay.book(question, async (some) => void rows.push(...some), context);
  return ended.kind === 'complete' ? rows : ended.why;
}
const references = async (of: Day) => {
  const rows = await bookOf(of);
  return typeof rows === 'string' ? rows : rows.map((row) => ('reference' in row ? row.reference : row.raw));
};

const askedOf = ({ exchanges }: { readonly exchanges: readonly Exchange[] }): string[] =>
  exchanges.map(({ request }) => new URLSearchParams(request)).map((form) => `${form.get('From')} – ${form.get('To')}`);

describe('the book of a day', () => {
  test('holds the successful payments of that day of the contract’s zone', async () => {
    const [first, second] = [await pay(), await pay({ account: 'iamkackbip', amount: '4714' })];
    await pay({ account: 'late-110' });
    expect([...(await references(today))].sort()).toEqual([first.request, second.request].sort());
    expect(await bookOf(today)).toMatchObject([
      { list: 'all', account: 'galek10', item: '7', amount: '100', day: today, minute: expect.stringMatching(/^\d\d:\d\d$/) },
      { amount: '4714' },
    ]);
    expect(await references(day('2020-01-01'))).toEqual([]);
  });

  test('shows a TransactionID twice where the upstream booked it twice: each has a RequestID of its own', async () => {
    await w.control('settings', { deduplicate: false });
    const of = payment();
    const document = await documentOf(of, w);
    for (let n = 0; n < 2; n++) await w.upstream.pay(of, [document], w.context);
    const rows = await bookOf(today);
    expect(await references(today)).toEqual([of.request, of.request]);
    expect(new Set(typeof rows === 'string' ? [] : rows.map((row) => ('paymentId' in row ? row.paymentId : ''))).size).toBe(2);
  });

  test('is asked from D 00:00 to D+3 00:00 of the contract’s zone in the agent’s zone, in days, as far as the clock allows', async () => {
    const zoned = await world({ zones: { upstream: '+06:00', agent: 'Asia/Almaty', contract: 'Europe/Moscow' } });
    await bookOf(day('2024-07-09'), zoned, '2026-11-22T00:00:00Z');
    await bookOf(day('2024-07-09'), zoned, '2024-07-10T12:00:00Z');
    expect(askedOf(zoned)).toEqual([
      '2024-07-09 02:00:00 – 2024-07-10 02:00:00',
      '2024-07-10 02:00:00 – 2024-07-11 02:00:00',
      '2024-07-11 02:00:00 – 2024-07-12 02:00:00',
      '2024-07-09 02:00:00 – 2024-07-10 02:00:00',
      '2024-07-10 02:00:00 – 2024-07-11 02:00:00',
    ]);
    await zoned.close();
  });

  test('is complete or not at all', async () => {
    await pay();
    await w.fault('GetPaymentsByDate', 'truncated');
    expect(typeof (await bookOf(today))).toBe('string');
    await w.fault('GetPaymentsByDate', 'status', { status: -1 });
    expect(await bookOf(today)).toContain('-1');
  });

  test('is asked for in halves where a step answers more than 16 MiB', async () => {
    const large = createServer((question, answer) => {
      let form = '';
      question.on('data', (chunk: Buffer) => {
        form += chunk.toString();
      });
      question.on('end', () => {
        const [from, to] = ['From', 'To'].map((name) => Date.parse(`${new URLSearchParams(form).get(name)?.replace(' ', 'T')}Z`));
        answer.end((to ?? 0) - (from ?? 0) > 12 * 3_600_000 ? `[${' '.repeat(16 * 1024 * 1024)}]` : '[]');
      });
    });
    await new Promise<void>((listening) => large.listen(0, '127.0.0.1', listening));
    const upstream = createUpstream({ ...w.upstream.client.options, endpoint: `http://127.0.0.1:${(large.address() as AddressInfo).port}` });
    const exchanges: Exchange[] = [];
    const context = { ...w.context, keep: (exchange: Exchange) => void exchanges.push(exchange) };
    const ended = await upstream.bankDay.book(
      { day: day('2024-07-09'), paidFrom: day('2024-07-09'), now: '2024-07-09T12:00:00Z' },
      async () => {},
      context,
    );
    expect(ended).toEqual({ kind: 'complete' });
    expect(askedOf({ exchanges })).toEqual([
      '2024-07-09 00:00:00 – 2024-07-10 00:00:00',
      '2024-07-09 00:00:00 – 2024-07-09 12:00:00',
      '2024-07-09 12:00:00 – 2024-07-10 00:00:00',
    ]);
    await upstream.close();
    await new Promise((closed) => large.close(closed));
  });

  test('an empty list is a list', async () => {
    expect(await listPayments(w.upstream.client, '2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', w.context)).toEqual({
      kind: 'listed',
      payments: [],
    });
  });
});

describe('registers', () => {
  const line = (id: string, amount = '100') => ({
    TransactionId: id,
    RequestId: '638405063993273260',
    AgentRequestCreatedOn: '2026-11-21T19:30:05',
    Account: 'galek10',
    Amount: money(amount),
    ServiceId: '7',
    Year: 2026,
    Month: 11,
  });

  test('a register of what was paid is loaded, and its ids arrive exactly', async () => {
    const of = await pay();
    expect(await postPayments(w.upstream.client, postPaymentsContent([line(of.request)]), w.context)).toEqual({
      kind: 'loaded',
      text: 'Реестр успешно загружен',
    });
    const { registers } = await w.book();
    expect(registers[0]?.body).toContain('"RequestId":638405063993273260');
    expect(registers[0]?.body).not.toContain(PASSWORD);
  });

  test('differences follow the first words', async () => {
    const outcome = await postPayments(w.upstream.client, postPaymentsContent([line('999')]), w.context);
    expect(outcome).toMatchObject({ kind: 'loaded', text: expect.stringMatching(/^Реестр успешно загружен; /) });
  });

  test('a chunk’s content is the same text each time and holds no password', () => {
    const content = postPaymentsContent([line('1'), line('2', '0.1')]);
    expect(content).toBe(postPaymentsContent([line('1'), line('2', '0.1')]));
    expect(content).not.toContain('Password');
    expect(content).toMatch(/^\{"Transactions":\[\{"TransactionId":1,/);
  });

  test('1000 lines are a chunk, 1001 are none', () => {
    const lines = Array.from({ length: 1001 }, (_, at) => line(String(at + 1)));
    expect(() => postPaymentsContent(lines)).toThrow('at most 1000');
    expect(postPaymentsContent(lines.slice(0, 1000))).toContain('"TransactionId":1000,');
  });

  test('the day’s total is loaded', async () => {
    const content = postTotalAmountContent({
      Date: '2026-11-21',
      TotalAmount: money('100'),
      TotalCount: 1,
      Services: [{ ServiceId: '7', Amount: money('100'), Count: 1 }],
    });
    expect(await postTotalAmount(w.upstream.client, content, w.context)).toEqual({ kind: 'loaded', text: 'Итоговая строка успешно загружена' });
  });

  test.each([
    ['PostPayments', 'lost-after', 'unknown'],
    ['PostPayments', 'html-502', 'unknown'],
    ['PostPayments', 'truncated', 'unknown'],
    ['PostPayments', 'blank', 'unknown'],
    ['PostPayments', 'status', 'refused'],
    ['PostTotalAmount', 'lost-before', 'unknown'],
    ['PostTotalAmount', 'hang', 'unknown'],
    ['PostTotalAmount', 'status', 'refused'],
  ])('%s under %s is %s', async (operation, fault, kind) => {
    await w.fault(operation, fault, fault === 'status' ? { status: -1 } : {});
    const total = { Date: '2026-11-21', TotalAmount: money('0'), TotalCount: 0, Services: [] };
    const outcome =
      operation === 'PostPayments'
        ? await postPayments(w.upstream.client, postPaymentsContent([]), w.context)
        : await postTotalAmount(w.upstream.client, postTotalAmountContent(total), w.context);
    expect(outcome.kind).toBe(kind);
  });
});

test('the settings name each service with its limits', async () => {
  const outcome = await settingServices(w.upstream.client, w.context);
  expect(outcome.kind === 'settings' ? outcome.services.map(({ Id, TestAccount }) => [Id, TestAccount]) : outcome).toEqual([
    ['7', 'iamkackbip'],
    ['48', '7081982000'],
    ['1549', 'kkazbek.smeken@gmail.com'],
    ['1911', 'kkazbek.smeken@gmail.com'],
  ]);
});

test('a sum is calculated to nine places; a wrong account is refused', async () => {
  const { service } = payment();
  const question = { service, wanted: money('10'), currency: 'KZT', account: 'galek10' };
  expect(await calculatedSum(w.upstream.client, question, w.context)).toMatchObject({ kind: 'sum', sum: { Amount: '4630.000029632' } });
  expect(await calculatedSum(w.upstream.client, { ...question, account: 'fail-105' }, w.context)).toMatchObject({ kind: 'refused', code: -105 });
  expect(await calculatedSum(w.upstream.client, { ...question, currency: 'EUR' }, w.context)).toMatchObject({ kind: 'unknown' });
});
