import fc from 'fast-check';
import { LADDERS } from '../../../src/ladders';
import { cutAnswer } from '../../../src/suppliers/upstream/secrets';
import { createUpstream } from '../../../src/suppliers/upstream/upstream';
import { zoneOffsetMinutes } from '../../../src/suppliers/upstream/zone-error';
import { prepared } from './prepared';
import { PASSWORD, payment, world } from './world';

const options = {
  agentId: '9001',
  password: PASSWORD,
  zones: { upstream: 'Asia/Almaty', agent: 'Asia/Almaty', contract: 'Europe/Moscow' },
  currency: 'KZT',
  connections: 3,
  ladders: LADDERS.fast,
};

test.each(['https://processing.example.com/partner/', 'http://127.0.0.1:1', 'http://[::1]:1'])('%s is taken', async (endpoint) => {
  const upstream = createUpstream({ ...options, endpoint });
  expect(upstream).toMatchObject({ name: 'upstream', idempotent: true, zone: 'Europe/Moscow' });
  await upstream.close();
});

test('the password leaves the process and is kept nowhere', async () => {
  const w = await world();
  await w.upstream.accountCheck(payment(), w.context);
  await w.upstream.balance(w.context);
  expect(w.exchanges).toHaveLength(2);
  expect(w.exchanges[1]).toMatchObject({
    operation: 'CheckBalance',
    ended: 'answered',
    request: 'AgentID=9001&AgentPassword=***&RequestType=CheckBalance',
  });
  expect(JSON.stringify(w.exchanges)).not.toContain(PASSWORD);
  await w.close();
});

test('our balance there is shown with its currency, and the probe says it in words', async () => {
  const w = await world();
  await w.control('deposit', { balance: '719190.223' });
  expect(await w.upstream.balance(w.context)).toEqual({ kind: 'balances', balances: [{ balance: '719190.223', overdraft: '0', currency: 'KZT' }] });
  expect(await w.upstream.probe(w.context)).toEqual({ ok: true, text: 'balance 719190.223 KZT, overdraft 0', free: '719190.223' });
  await w.close();
});

test('of several balances the one in our contract’s currency is what may be spent', async () => {
  const own = (currency: string, amount: string) => `{"Balance":${amount},"Overbalance":5.0,"Currency":"${currency}"}`;
  const upstream = await prepared();
  upstream.state.answer = `{"AgentID":144,"ResponseType":"CheckBalance","Balances":[${own('USD', '70.0')},${own('KZT', '9000.0')}]}`;
  const context = { signal: new AbortController().signal, keep: () => undefined };
  expect(await upstream.upstream.probe(context)).toMatchObject({ ok: true, free: '9005' });
  upstream.state.answer = `{"AgentID":144,"ResponseType":"CheckBalance","Balances":[${own('USD', '70.0')}]}`;
  expect(await upstream.upstream.probe(context)).toEqual({ ok: true, text: 'balance 70 USD, overdraft 5' });
  await upstream.close();
});

describe('what is kept of an answer', () => {
  const CODE = '3F9A-04C1"x';
  const shapes: Array<(code: string) => string> = [
    (code) => JSON.stringify({ TransactionContent: { Extras: { InvoiceId: '4063', Code: code } } }),
    (code) => JSON.stringify({ Extras: [{ FieldName: 'Code', FieldValue: code }] }),
    (code) => JSON.stringify({ Extras: [{ FieldValue: code, FieldName: 'Code' }] }),
    (code) => JSON.stringify({ Extras: { Code: code } }, null, 2),
    (code) => JSON.stringify({ Extras: JSON.stringify({ Code: code }) }),
  ];

  test.each(shapes.map((shape, at) => [at, shape] as const))('lacks the voucher’s code, shape %i', (_at, shape) => {
    expect(cutAnswer(shape('3F9A-04C1-77BE'), PASSWORD)).not.toContain('3F9A');
  });

  test('lacks it also where the answer broke off in the middle, and with quotes in the code', () => {
    const whole = JSON.stringify({ Extras: { Code: CODE }, after: 'kept' });
    expect(cutAnswer(whole, PASSWORD)).toBe('{"Extras":{"Code":"***"},"after":"kept"}');
    for (let cut = whole.indexOf('3F9A') + 1; cut < whole.length; cut++) expect(cutAnswer(whole.slice(0, cut), PASSWORD)).not.toContain('3F9');
  });

  test('lacks a number that is a code, and keeps everything else', () => {
    expect(cutAnswer('{"ResponseStatus":10,"Extras":{"Code":123456789},"Message":"Code: 5"}', PASSWORD)).toBe(
      '{"ResponseStatus":10,"Extras":{"Code":"***"},"Message":"Code: 5"}',
    );
  });

  test('never shows a code whatever its letters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: 'grapheme-ascii' }), fc.nat(2), (code, shape) => {
        const token = `#${code}#`;
        const kept = cutAnswer(shapes[shape]?.(token) ?? '', PASSWORD);
        return !kept.includes(JSON.stringify(token).slice(1, -1));
      }),
    );
  });

  test('lacks a password that the server echoes', () => {
    expect(cutAnswer(`{"Message":"bad password ${PASSWORD}"}`, PASSWORD)).toBe('{"Message":"bad password ***"}');
  });
});

describe('the zone of CreatedOn, measured against a fresh payment', () => {
  const sent = '2024-07-09T06:05:30Z';
  test('the sample of 2024-07-09 is UTC+6, months after Almaty moved to UTC+5', () => {
    expect(zoneOffsetMinutes('2024-07-09T12:05:36.2186685', sent, '+06:00')).toBe(0);
    expect(zoneOffsetMinutes('2024-07-09T12:05:36.2186685', sent, 'Asia/Almaty')).toBe(60);
    expect(zoneOffsetMinutes('2024-07-09T12:05:36.2186685', sent, 'Europe/Moscow')).toBe(180);
  });

  test('before the move Almaty itself was UTC+6', () => {
    expect(zoneOffsetMinutes('2024-02-01T12:05:36', '2024-02-01T06:05:30Z', 'Asia/Almaty')).toBe(0);
  });

  test.each([
    ['2024-07-09T06:15:29', 9],
    ['2024-07-09T06:15:30', 10],
    ['2024-07-09T05:55:31', -9],
    ['2024-07-09T05:05:30', -60],
    ['2024-07-09T11:35:30', 330],
    ['soon', null],
  ])('%s in UTC is so many whole minutes ahead: %s', (createdOn, expected) => {
    expect(zoneOffsetMinutes(createdOn, sent, 'UTC')).toBe(expected);
  });
});
