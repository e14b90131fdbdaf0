import { check } from '../../../src/activities/payment/check';
import { nextOf } from '../../../src/domain/lifecycle';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, planDocuments, refuseDocument } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome } from '../../../src/suppliers/supplier';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());
afterEach(() => {
  delete w.script.check;
});

const plansOf = async (of: Payment) => ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents;

/** Two invoices sent in one call: the first is no longer current, what became of the second is proved or was never doubtful. */
async function halfStale(second: 'absent' | 'not sent', code = -203): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, await plansOf(of));
  await noteChecked(w.database, of.id, 2, 'a test');
  await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + 60_000)));
  await startSending(w.database, of.id, [1, 2], 1);
  await closeAttempt(w.database, of.id, 1, 1, 'refused', `${code}: stale`);
  await refuseDocument(w.database, of.id, 1, code, 'stale', code === -203);
  await closeAttempt(w.database, of.id, 2, 1, second, 'a test');
  return of;
}
const checks = (of: Payment) => inContext(() => check(w.dependencies, inputOf(of)));

test.each(['absent', 'not sent'] as const)(
  'a stale refusal beside a sibling that is %s: one clean new plan takes the place of both',
  async (second) => {
    const of = await halfStale(second);
    w.script.check = twoInvoices;
    expect(await checks(of)).toMatchObject({ next: 'pay', attempt: 1 });
    expect(await w.documents(of)).toEqual([
      [1, 'replaced', ['refused']],
      [2, 'replaced', [second]],
      [3, 'planned', []],
      [4, 'planned', []],
    ]);
    expect(nextOf(await documentsOf(w.database, of.id))).toEqual({ do: 'pay', attempt: 1, documents: [3, 4] });
  },
);

test('what another life planned while the supplier was asked stands: nothing is planned over it', async () => {
  const of = await w.payment();
  w.script.check = async (asked, first) => {
    // Meanwhile the same check of another life has ended.
    w.script.check = twoInvoices;
    await checks(of);
    return twoInvoices(asked, first);
  };
  expect(await checks(of)).toMatchObject({ next: 'pay', attempt: 1 });
  expect(await w.documents(of)).toEqual([
    [1, 'planned', []],
    [2, 'planned', []],
  ]);
});

test('a refusal that was read before another life sent the payment does not end it', async () => {
  const of = await w.payment();
  w.script.check = async () => {
    w.script.check = twoInvoices;
    await checks(of);
    await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + 60_000)));
    await startSending(w.database, of.id, [1, 2], 1);
    return { kind: 'refused', code: -203, text: 'paid already' };
  };
  expect(await checks(of)).toMatchObject({ next: 'find' });
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
});

test('so with a fresh plan: it takes no place of what another life has planned since', async () => {
  const of = await halfStale('absent');
  w.script.check = async (asked, first) => {
    w.script.check = twoInvoices;
    await checks(of);
    return twoInvoices(asked, first);
  };
  expect(await checks(of)).toMatchObject({ next: 'pay', attempt: 1 });
  expect((await w.documents(of)).map(([number, state]) => [number, state])).toEqual([
    [1, 'replaced'],
    [2, 'replaced'],
    [3, 'planned'],
    [4, 'planned'],
  ]);
});
