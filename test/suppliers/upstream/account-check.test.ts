import fc from 'fast-check';
import { readAnswer } from '../../../src/suppliers/upstream/answer';
import { payment, type World, world } from './world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

test('an account is found with the upstream’s rate', async () => {
  expect(await w.upstream.accountCheck(payment(), w.context)).toEqual({ kind: 'found', extras: [], rate: '0.0021819769' });
});

test('denominations come as the upstream lists them', async () => {
  const answer = await w.upstream.accountCheck(payment({ service: '1911', kind: 'dynamic', amount: '100' }), w.context);
  expect(answer).toMatchObject({ kind: 'found', rate: '1' });
  expect(answer.kind === 'found' ? answer.extras[9] : null).toEqual({
    FieldName: 'Invoice-10',
    FieldValue: '{"InvoiceId":2621,"OrderAmount":"471.9336","InvoiceName":"60 UC"}',
  });
});

test('content codes are refusals with the upstream’s words', async () => {
  const answer = await w.upstream.accountCheck(payment({ account: 'no-such-account' }), w.context);
  expect(answer).toEqual({ kind: 'refused', code: -105, text: 'Аккаунт не найден' });
});

test('a service without a route there is the upstream’s matter, not the agent’s', async () => {
  expect(await w.upstream.accountCheck(payment({ service: '999999' }), w.context)).toMatchObject({
    kind: 'not sent',
    trouble: 'service unavailable',
  });
});

test('a wrong password refuses us', async () => {
  const stranger = await world({ password: 'other' });
  expect(await stranger.upstream.accountCheck(payment(), stranger.context)).toMatchObject({ kind: 'not sent', trouble: 'refuses us' });
  expect(await stranger.upstream.probe(stranger.context)).toMatchObject({ ok: false, trouble: 'refuses us' });
  await stranger.close();
});

test('the check before paying goes by a number of its own, not by the payment’s', async () => {
  const of = payment();
  await w.upstream.check(of, 1, w.context);
  const sent = w.exchanges.at(-1)?.request ?? '';
  expect(new URLSearchParams(sent).get('RequestType')).toBe('AccountCheck');
  expect(new URLSearchParams(sent).get('TransactionID')).toMatch(/^\d{15}$/);
  expect(sent).not.toContain(of.request);
});

test('an answer’s ids are read exactly, however long', () => {
  const answer = readAnswer('{"TransactinID":-1100000,"RequestID":638405063993273260,"ResponseStatus":10,"Message":"","TransactionContent":null}');
  expect(answer).toMatchObject({ transaction: '-1100000', requestId: '638405063993273260' });
});

test('whatever text comes, reading it gives an answer or null and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => json.slice(0, json.length / 2)),
      ),
      (text) => {
        const answer = readAnswer(text);
        return answer === null || Number.isInteger(answer.status);
      },
    ),
  );
});
