import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../../suppliers/alseco/world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

const paying = (account: string, services: ReadonlyArray<{ id: number; amount: string }>, amount: string): SupplierPayment =>
  payment({ account, amount, services: JSON.stringify({ services }) });
async function documentsOf(paid: SupplierPayment): Promise<readonly DocumentPlan[]> {
  const checked = await world.alseco.check(paid, 1, context());
  if (checked.kind !== 'payable') throw new Error(JSON.stringify(checked));
  return checked.documents;
}
const WATER = { id: 12, amount: '500.00' };
const WASTE = { id: 11, amount: '20.50' };

test('there is a subscriber for each of many payments, and a fault aimed at one meets no other', async () => {
  await world.fault({ fault: 'lost-after', containing: '5000007' });
  const outcomes = [];
  for (const account of ['5000006', '5000007', '5004999']) {
    const paid = paying(account, [WATER], '500.00');
    outcomes.push(...(await world.alseco.pay(paid, await documentsOf(paid), context())));
  }
  expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'unknown', 'accepted']);
  expect((await world.bookings()).map(({ invoice }) => invoice.slice(4))).toEqual(['25000006', '25000007', '25004999']);
});

test('from 5005000 on a second bill is listed and refused when it is paid; a rollback is aimed at by the account it takes back', async () => {
  const paid = paying('5005001', [WATER, WASTE], '520.50');
  const [first, second] = await world.alseco.pay(paid, await documentsOf(paid), context());
  expect(second).toMatchObject({ kind: 'refused', code: -203 });
  if (first?.kind !== 'accepted') throw new Error(JSON.stringify(first));
  await world.fault({ operation: 'RollbackPayments', fault: 'lost-before', containing: '5005002' });
  await world.fault({ operation: 'RollbackPayments', fault: 'lost-after', containing: '5005001' });
  const rollBack = async () => (await world.alseco.rollback([first.paymentId], context()))[0]?.kind;
  expect([await rollBack(), (await world.bookings()).map(({ rolledBack }) => rolledBack), await rollBack()]).toEqual([
    'unknown',
    [true],
    'not found',
  ]);
});
