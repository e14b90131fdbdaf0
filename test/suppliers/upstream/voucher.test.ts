import { readAnswer } from '../../../src/suppliers/upstream/answer';
import { saidOf } from '../../../src/suppliers/upstream/payment';
import { LosslessNumber, printJson } from '../../../src/wire/json';
import { documentOf, payment, type World, world } from './world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());
beforeEach(() => w.clearFaults());

const EMAIL = 'kkazbek.smeken@gmail.com';
const dynamic = (change: Parameters<typeof payment>[0] = {}) =>
  payment({ service: '1911', kind: 'dynamic', account: EMAIL, invoiceId: '4063', amount: '238345.45', ...change });
const fixed = (change: Parameters<typeof payment>[0] = {}) =>
  payment({ service: '1549', kind: 'static', account: EMAIL, amount: '5333.45', ...change });

describe('the price of a voucher', () => {
  test.each([
    ['238345.45', 'payable'],
    ['238345.44', 'refused'],
    ['300000', 'payable'],
  ])('OrderAmount 238345.4409 is rounded up to 0.01, so %s is %s', async (amount, kind) => {
    const outcome = await w.upstream.check(dynamic({ amount }), 1, w.context);
    expect(outcome).toMatchObject(kind === 'refused' ? { kind, code: -201, text: 'Сумма мала; OrderAmount 238345.45' } : { kind });
  });

  test.each([
    ['5333.45', 'payable'],
    ['5333.44', 'refused'],
  ])('of a static voucher is rounded up likewise: %s is %s', async (amount, kind) => {
    expect((await w.upstream.check(fixed({ amount }), 1, w.context)).kind).toBe(kind);
  });

  test('more money is sent as the agent paid it', async () => {
    const outcome = await w.upstream.check(fixed({ amount: '6000' }), 3, w.context);
    expect(outcome).toMatchObject({
      kind: 'payable',
      documents: [{ number: 3, amount: '6000', content: expect.stringContaining('Amount=6000.00&') }],
    });
  });

  test.each([dynamic(), fixed()])('a check that answers without any price says nothing about the voucher: $kind', async (of) => {
    await w.fault('AccountCheck', 'no-code');
    expect(await w.upstream.check(of, 1, w.context)).toMatchObject({ kind: 'unknown' });
    expect(await w.upstream.check(of, 1, w.context)).toMatchObject({ kind: 'payable' });
  });

  test('a denomination that is gone is −203, one that became dearer −201', async () => {
    await w.control('prices', { service: '1911', denominations: [{ invoiceId: '4062', orderAmount: '190675.4001', name: '24.000 + 8.400 UC' }] });
    expect(await w.upstream.check(dynamic(), 1, w.context)).toMatchObject({ kind: 'refused', code: -203 });
    expect(await w.upstream.check(dynamic({ invoiceId: null }), 1, w.context)).toMatchObject({ kind: 'refused', code: -203 });
    expect(await w.upstream.check(dynamic({ invoiceId: '4062', amount: '190675.40' }), 1, w.context)).toMatchObject({ kind: 'refused', code: -201 });
    expect(await w.upstream.check(dynamic({ invoiceId: '4062', amount: '190675.41' }), 1, w.context)).toMatchObject({ kind: 'payable' });
  });
});

describe('the code of a voucher', () => {
  test('comes in Status when the agent asked for it by SendType=api', async () => {
    const of = fixed({ sendType: 'api' });
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    const outcome = await w.upstream.status(of, document, w.context);
    const booked = (await w.book()).payments.find(({ transaction }) => transaction === of.request);
    expect(outcome).toMatchObject({ kind: 'accepted', code: booked?.code });
    expect(booked?.mailedMs).toBeNull();
  });

  test('keeps the payment pending until it is there', async () => {
    const of = fixed({ sendType: 'api' });
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    await w.fault('Status', 'no-code', { count: 2 });
    expect(await w.upstream.status(of, document, w.context)).toMatchObject({ kind: 'pending', status: 10 });
    expect(await w.upstream.status(of, document, w.context)).toMatchObject({ kind: 'pending', status: 10 });
    expect(await w.upstream.status(of, document, w.context)).toMatchObject({ kind: 'accepted', code: expect.any(String) });
  });

  test('is mailed by the upstream after a Status without SendType, and does not come to us', async () => {
    const of = fixed();
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    const outcome = await w.upstream.status(of, document, w.context);
    expect(outcome.kind).toBe('accepted');
    expect(outcome).not.toHaveProperty('code');
    expect((await w.book()).payments.find(({ transaction }) => transaction === of.request)?.mailedMs).toEqual(expect.any(Number));
  });

  test('is awaited for vouchers only: a plain payment with SendType=api ends', async () => {
    const of = payment({ sendType: 'api' });
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    expect(await w.upstream.status(of, document, w.context)).toMatchObject({ kind: 'accepted' });
  });

  test('stands in no exchange that is kept', async () => {
    const of = fixed({ sendType: 'api' });
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    const outcome = await w.upstream.status(of, document, w.context);
    const code = outcome.kind === 'accepted' ? outcome.code : undefined;
    expect(code).toMatch(/^[0-9A-F-]{19}$/);
    expect(JSON.stringify(w.exchanges)).not.toContain(code);
  });

  test.each([1, 3, 9, 10])('is read from whatever answer brings it, also from one with status %i', async (status) => {
    const of = fixed({ sendType: 'api' });
    const document = await documentOf(of, w);
    const text = printJson({
      TransactinID: new LosslessNumber(document.reference),
      RequestID: new LosslessNumber('11637009'),
      ResponseStatus: new LosslessNumber(String(status)),
      Message: '',
      TransactionContent: { Service: of.service, account: of.account, Amount: document.amount, Extras: { Code: 'AAAA-BBBB' } },
    });
    const answer = readAnswer(text);
    expect(answer && saidOf(answer, of, document)).toMatchObject({ code: 'AAAA-BBBB' });
  });
});
