import type { Dependencies } from '../../../src/activities/dependencies';
import { find } from '../../../src/activities/payment/find';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { planDocuments } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome } from '../../../src/suppliers/supplier';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/** When an attempt ended the registry's clock says: a finder's own clock neither shortens nor lengthens the settle delay. */
let w: Scripted;
let dependencies: Dependencies;
beforeAll(async () => {
  w = await scripted();
  dependencies = { ...w.dependencies, ladders: { ...w.dependencies.ladders, settleDelayMs: SETTLE_MS } };
});
afterAll(() => w?.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const MINUTE = 60_000;
const SETTLE_MS = 10 * MINUTE;

async function unanswered(): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + MINUTE)));
  await startSending(w.database, of.id, [1, 2], 1);
  for (const number of [1, 2]) await closeAttempt(w.database, of.id, number, 1, 'unknown', 'no answer');
  return of;
}

test.each([20, -20])('with a clock %i minutes off, looks count from the registry’s own time', async (minutes) => {
  const of = await unanswered();
  const real = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => real() + minutes * MINUTE);
  let [from, to] = ['', ''];
  w.script.look = async (question) => {
    ({ from, to } = question);
    return question.documents.map(({ number }) => ({
      document: number,
      look: { said: 'absent', witnesses: 3 },
      readAt: of.createdAt,
      answerHashes: [],
    }));
  };
  for (let look = 0; look < 3; look++) await inContext(() => find(dependencies, inputOf(of))).catch(() => undefined);
  expect(to > from).toBe(true);
  // Long before the settle delay nothing is proved, however often it was absent.
  expect(await w.documents(of)).toMatchObject([
    [1, 'planned', ['unknown']],
    [2, 'planned', ['unknown']],
  ]);
  const { rows } = await w.database.query<{ after_ms: string }>('SELECT after_ms FROM looks WHERE payment_id = $1 ORDER BY id', [of.id]);
  expect(rows).toHaveLength(6);
  for (const { after_ms } of rows) expect(Number.parseInt(after_ms, 10)).toBeLessThan(SETTLE_MS);
  // Each later than the one before: it is time, and not nought.
  expect(Number.parseInt(rows.at(-1)?.after_ms ?? '', 10)).toBeGreaterThan(Number.parseInt(rows[0]?.after_ms ?? '', 10));
});
