import { isReadable, type StagedRow } from '../../../src/domain/bank-day/book';
import { type Day, plusDays } from '../../../src/domain/day';
import type { DocumentPlan } from '../../../src/suppliers/supplier';
import { answering } from './answering';
import { ASTANA, envelope } from './envelope';
import { type AlsecoWorld, alsecoWorld, client, context, payment } from './world';

let w: AlsecoWorld;
beforeAll(async () => {
  w = await alsecoWorld();
});
afterAll(() => w?.close());

async function paid(): Promise<DocumentPlan> {
  const of = payment();
  const checked = await w.alseco.check(of, 1, context());
  if (checked.kind !== 'payable') throw new Error(checked.kind);
  await w.alseco.pay(of, checked.documents, context());
  const [document] = checked.documents;
  if (!document) throw new Error('no document');
  return document;
}
async function bookOf(day: Day, which: 'book' | 'neighbours' = 'book') {
  const rows: StagedRow[] = [];
  const asked = context();
  const read = w.alseco.bankDay[which];
  const ended = await read?.({ day, paidFrom: day, now: new Date().toISOString() }, async (some) => void rows.push(...some), asked);
  return {
    ended,
    rows,
    operations: asked.exchanges.map(({ operation, request }) => `${operation} ${/(\d{4}-\d\d-\d\d)T00:00:00/.exec(request)?.[1]}`),
  };
}

test('all payments around the day come first, then what is not moved of it', async () => {
  const document = await paid();
  const { ended, rows, operations } = await bookOf(w.today);
  expect(ended).toEqual({ kind: 'complete' });
  expect(operations).toEqual([`getPaysInfo ${plusDays(w.today, -1)}`, `GetNotMovedPays ${w.today}`]);
  const facts = { reference: document.reference, account: '7898380', item: document.invoice, amount: document.amount, day: w.today };
  expect(rows).toEqual([expect.objectContaining({ list: 'all', ...facts }), expect.objectContaining({ list: 'not moved', ...facts, minute: null })]);
});

test('the days beside it are read as lists of their own', async () => {
  await paid();
  const { rows, operations } = await bookOf(plusDays(w.today, 1), 'neighbours');
  expect(operations).toEqual([`GetNotMovedPays ${w.today}`, `GetNotMovedPays ${plusDays(w.today, 2)}`]);
  expect(new Set(rows.map(({ list }) => list))).toEqual(new Set(['day before']));
  expect(rows.filter(isReadable).every(({ day }) => day === w.today)).toBe(true);
});

test.each(['getPaysInfo', 'GetNotMovedPays'])('a book whose %s breaks off is none', async (operation) => {
  await paid();
  await w.fault({ operation, fault: 'truncated' });
  expect((await bookOf(w.today)).ended).toMatchObject({ kind: 'failed' });
});

test('a payment of too long ago is refused with the day that it is of', async () => {
  const question = { day: w.today, paidFrom: plusDays(w.today, -60), now: new Date().toISOString() };
  expect(await w.alseco.bankDay.book(question, async () => {}, context())).toMatchObject({
    kind: 'failed',
    why: expect.stringContaining(plusDays(w.today, -60)),
  });
});

test('a time that a list shows is kept to the minute, in Alseco’s zone, and a row that cannot be read as it came', async () => {
  const server = await answering();
  const alseco = client(server.endpoint);
  const row = (received: string, sum = '100.00') =>
    `<ResultNotMovedPays><InvoicePaymentId>7</InvoicePaymentId><InvoiceId>261110296539</InvoiceId><AccountId>1</AccountId><SysRef></SysRef><PaySum>${sum}</PaySum><PaymentReceiveDate>${received}</PaymentReceiveDate></ResultNotMovedPays>`;
  const list = [row('2026-11-21T23:59:30.5'), row('2026-11-21T18:59:00Z'), row('2026-11-21T00:00:00'), row('2026-11-21T10:00:00', 'много')].join('');
  server.next = { body: envelope('GetNotMovedPaysResponse', `<GetNotMovedPaysResult>${list}</GetNotMovedPaysResult>`, ASTANA) };
  const rows: StagedRow[] = [];
  const day = '2026-11-22' as Day;
  await alseco.bankDay.neighbours?.({ day, paidFrom: day, now: '2026-11-23T00:00:00Z' }, async (some) => void rows.push(...some), context());
  const before = rows.filter(({ list: of }) => of === 'day before');
  expect(before.map((one) => (isReadable(one) ? one.minute : JSON.parse(one.raw).PaySum))).toEqual(['23:59', '23:59', null, 'много']);
  await alseco.close();
  await server.close();
});
