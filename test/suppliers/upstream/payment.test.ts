import { money } from '../../../src/domain/money';
import { until } from '../../support/until';
import { documentOf, payment, type World, world } from './world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());
beforeEach(async () => {
  await w.clearFaults();
  await w.control('settings', { stepMs: 0, deduplicate: true });
});

const inBook = async (reference: string) => (await w.book()).payments.filter((booked) => booked.transaction === reference);

describe('a payment', () => {
  test('goes by our RequestID, so two agents with the same number are two payments there', async () => {
    const [first, second] = [payment({ transaction: '112' }), payment({ transaction: '112', agent: '145' })];
    for (const each of [first, second]) await w.upstream.pay(each, [await documentOf(each, w)], w.context);
    expect(await inBook(first.request)).toHaveLength(1);
    expect(await inBook(second.request)).toHaveLength(1);
    expect(await inBook('112')).toHaveLength(0);
  });

  test('is sent byte for byte the same at every attempt, and a repeated attempt never pays twice', async () => {
    const of = payment({
      service: '1911',
      kind: 'dynamic',
      account: 'kkazbek.smeken@gmail.com',
      amount: '471.94',
      invoiceId: '2621',
      sendType: 'api',
    });
    const document = await documentOf(of, w);
    await w.fault('Payment', 'lost-after', { containing: of.request });
    expect(await w.upstream.pay(of, [document], w.context)).toMatchObject([{ kind: 'unknown' }]);
    expect(await w.upstream.pay(of, [document], w.context)).toMatchObject([{ kind: 'pending' }]);
    const sent = w.exchanges
      .filter(({ operation, request }) => operation === 'Payment' && request.includes(of.request))
      .map(({ request }) => request);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toBe(sent[1]);
    expect(sent[0]).toContain('&InvoiceId=2621&SendType=api');
    expect(sent[0]).toContain('&RequestDate=2026-11-22+00%3A30%3A05&');
    expect(await inBook(of.request)).toMatchObject([{ received: 2 }]);
  });

  test('that is successful at once is still pending, for only Status ends it', async () => {
    const of = payment();
    expect(await w.upstream.pay(of, [await documentOf(of, w)], w.context)).toMatchObject([{ kind: 'pending', status: 10 }]);
  });

  test('shows the non-final statuses of the upstream one after another and never goes backwards', async () => {
    await w.control('settings', { stepMs: 40 });
    const of = payment();
    const document = await documentOf(of, w);
    const seen: number[] = [];
    await w.upstream.pay(of, [document], w.context);
    const final = await until('a final status', async () => {
      const outcome = await w.upstream.status(of, document, w.context);
      if (outcome.kind === 'pending') seen.push(outcome.status);
      return outcome.kind === 'pending' ? null : outcome;
    });
    expect(final).toEqual({ kind: 'accepted', paymentId: expect.stringMatching(/^1163\d{4}$/), bookedAt: null, rate: '0.0021598272' });
    const order = [1, 2, 3, 9];
    expect(seen.map((status) => order.indexOf(status))).toEqual([...seen.map((status) => order.indexOf(status))].sort());
    expect(seen.every((status) => order.includes(status))).toBe(true);
  });

  test.each([100, 105, 110, 111, 115, 120, 200, 201, 202, 203, 300])('ends refused with −%i at the check and at processing time', async (code) => {
    expect(await w.upstream.check(payment({ account: `fail-${code}` }), 1, w.context)).toMatchObject({ kind: 'refused', code: -code });
    const late = payment({ account: `late-${code}` });
    const document = await documentOf(late, w);
    expect(await w.upstream.pay(late, [document], w.context)).toMatchObject([{ kind: 'refused', code: -code }]);
    expect(await w.upstream.status(late, document, w.context)).toMatchObject({ kind: 'refused', code: -code });
  });

  test('for more than our deposit there is not sent, and nothing of it stands in the book', async () => {
    const of = payment();
    const document = await documentOf(of, w);
    await w.control('deposit', { balance: '99.99' });
    expect(await w.upstream.pay(of, [document], w.context)).toMatchObject([{ kind: 'not sent', trouble: 'deposit empty' }]);
    expect(await w.upstream.status(of, document, w.context)).toEqual({ kind: 'not found' });
    await w.control('deposit', { balance: '1000000' });
    expect(await w.upstream.pay(of, [document], w.context)).toMatchObject([{ kind: 'pending' }]);
  });

  test('has one document; two of them would be the same payment and are a bug of the caller', async () => {
    const of = payment();
    const document = await documentOf(of, w);
    await expect(w.upstream.pay(of, [document, document], w.context)).rejects.toThrow('one document');
    await expect(w.upstream.pay(of, [], w.context)).rejects.toThrow('one document');
  });

  test('cannot be taken back there', async () => {
    expect(await w.upstream.rollback(['11637001', '11637002'], w.context)).toMatchObject([{ kind: 'processed' }, { kind: 'processed' }]);
  });
});

describe('evidence', () => {
  test('of a payment that was booked late is absent first and answered later', async () => {
    const of = payment();
    const document = await documentOf(of, w);
    const question = { payment: of, documents: [document], from: '2026-11-20', to: '2026-11-21', known: [] } as unknown as Parameters<
      World['upstream']['look']
    >[0];
    await w.fault('Payment', 'late', { containing: of.request, afterMs: 600 });
    expect(await w.upstream.pay(of, [document], w.context)).toMatchObject([{ kind: 'unknown' }]);
    expect(await w.upstream.look(question, w.context)).toMatchObject([{ document: 1, look: { said: 'absent', witnesses: 0 } }]);
    const found = await until('the late booking', async () =>
      (await w.upstream.look(question, w.context)).find(({ outcome }) => outcome?.kind === 'accepted'),
    );
    expect(found).toMatchObject({ document: 1, look: { said: 'answered' } });
  });

  test('of another payment under the same number is a contradiction, whatever its status', async () => {
    const of = payment();
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    const other = { ...of, account: 'iamkackbip' };
    const otherPlan = { ...document, account: 'iamkackbip' };
    const dearer = { ...document, amount: money('100.01') };
    const ask = (payment: typeof of, plan: typeof document) =>
      w.upstream.look(
        { payment, documents: [plan], from: '2026-11-20', to: '2026-11-21', known: [] } as unknown as Parameters<World['upstream']['look']>[0],
        w.context,
      );
    expect((await ask(other, otherPlan))[0]?.look.said).toBe('contradiction');
    expect((await ask(of, dearer))[0]?.look.said).toBe('contradiction');
    expect((await ask(of, document))[0]?.look.said).toBe('answered');
    expect(await w.upstream.pay(other, [otherPlan], w.context)).toMatchObject([
      { kind: 'unknown', reason: expect.stringContaining('another payment') },
    ]);
  });

  test('a contradiction does not tell the other payment’s account', async () => {
    const of = payment();
    const document = await documentOf(of, w);
    await w.upstream.pay(of, [document], w.context);
    const outcome = await w.upstream.status({ ...of, account: 'x' }, { ...document, account: 'x' }, w.context);
    expect(JSON.stringify(outcome)).not.toContain('galek10');
  });
});
