import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { type AlsecoWorld, alsecoWorld, context, payment } from './world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

const question = (account: string) =>
  ({ service: payment().service, kind: 'utility', account, amount: payment().amount, currency: 'KZT', request: payment().request }) as const;

async function documentsOf(paid: SupplierPayment): Promise<readonly DocumentPlan[]> {
  const checked = await world.alseco.check(paid, 1, context());
  if (checked.kind !== 'payable') throw new Error(JSON.stringify(checked));
  return checked.documents;
}

test("AccountCheck of 7898380 gives the sample's Invoice field, character by character", async () => {
  const answer = await world.alseco.accountCheck(question('7898380'), context());
  const sample = readFileSync(join(__dirname, '../../golden/alseco/account-check-815/expected.json'), 'utf8').trim();
  expect(answer).toEqual({ kind: 'found', extras: [{ FieldName: 'Invoice', FieldValue: sample }] });
});

test('a payment is checked, paid and found in the book', async () => {
  const paid = payment();
  const documents = await documentsOf(paid);
  expect(documents).toMatchObject([{ number: 1, account: '7898380', invoice: '240710296539', amount: '5610.18', reference: `TLM${paid.request}1` }]);
  const [outcome] = await world.alseco.pay(paid, documents, context());
  expect(outcome).toMatchObject({ kind: 'accepted', bookedAt: expect.stringMatching(/Z$/) });
  const looks = await world.alseco.look(world.lookOf(paid, documents), context());
  expect(looks).toMatchObject([{ document: 1, look: { said: 'found', duplicates: [], row: { moved: false } }, outcome: { kind: 'accepted' } }]);
});
