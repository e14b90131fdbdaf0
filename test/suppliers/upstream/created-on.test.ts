import { printJson } from '../../../src/wire/json';
import { prepared } from './prepared';
import { payment } from './world';

const context = { signal: new AbortController().signal, keep: () => undefined };

/** The clock of the prepared upstream is at +06:00, and the contract's day is Almaty's. */
test.each([
  ['a CreatedOn of the next morning there', '2026-11-22T00:30:00.1234567', { bookedAt: '2026-11-21T18:30:00.123Z', bookedDay: '2026-11-21' }],
  ['no CreatedOn', undefined, { bookedAt: null }],
  ['one that is no time', 'вчера', { bookedAt: null }],
])('a Status with %s', async (_, CreatedOn, booked) => {
  const upstream = await prepared();
  const of = payment();
  const content = { Service: of.service, account: of.account, Amount: of.amount, Currency: 'KZT', CreatedOn, Extras: null };
  upstream.state.answer = printJson({
    RequestID: '638405063993273260',
    ResponseType: 'Status',
    TransactinID: of.request,
    ResponseStatus: 10,
    TransactionContent: content,
  });
  const document = { number: 1, reference: of.request, account: of.account, invoice: null, amount: of.amount };
  expect(await upstream.upstream.status(of, document, context)).toEqual({ kind: 'accepted', paymentId: '638405063993273260', ...booked });
  await upstream.close();
});
