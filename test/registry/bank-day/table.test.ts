import type { StagedRow } from '../../../src/domain/bank-day/book';
import { isOurs } from '../../../src/domain/bank-day/facts';
import type { OurDocument } from '../../../src/domain/bank-day/verdict';
import type { Day } from '../../../src/domain/day';
import { requestOf } from '../../../src/domain/ids';
import { compareDay } from '../../../src/registry/bank-day/compare-day';
import type { DayEntry } from '../../../src/registry/bank-day/judge-entries';
import { fetchById } from '../../../src/registry/bank-day/staging/fetches';
import type { Database } from '../../../src/registry/database';
import { planted, saidOf } from '../../domain/bank-day/planted';
import { TABLE } from '../../domain/bank-day/table';
import { D, LATER, NEXT, OVERDUE, type Scene, SINCE } from '../../domain/bank-day/world';
import { AROUND, type DayWorld, dayWorld } from './world';

/**
 * The table once more, through SQL: every scene of it that can stand in one book at Alseco, all at once, as rows of the registry and as
 * rows of staged books. Left out are what the clock itself
 * decides, what the registry refuses to hold, and what other readings must have shown.
 */
/** The last: of a booking of another day its own comparison tells, in compare-day.test.ts. */
const NOT_STORED = ['a call exactly at it', 'rolled back, nobody knows when', 'and on another day'];
const PLANTS = TABLE.filter(([, name, { absence, item, elsewhere }]) => !absence && !item && !elsewhere && !NOT_STORED.includes(name));

let w: DayWorld;
beforeEach(async () => {
  w = await dayWorld();
});
afterEach(() => w?.close());

test.each([
  ['a code of our own', false],
  ['a shared code', true],
])('each row of the table is found by SQL, once and on its day: under %s', async (_, sharedCode) => {
  const plants = PLANTS.filter(([, , scene]) => (scene.sharedCode ?? false) === sharedCode);
  const scenes = plants.map(([, , scene], at) => planted(scene, at));
  for (const scene of scenes) await store(w.database, scene);
  const rows = scenes.flatMap(({ lines }) => lines).map(listed);
  const entries: DayEntry[] = [];
  for (const day of [NEXT, LATER, D]) entries.push(...(await compared(rows, day, sharedCode)));
  const expected = plants.flatMap(([, , , ...said], at) => said.map((one) => `${at}: ${one}`));
  expect(saidOf(entries).filter(isWritten)).toEqual(expected.filter(isWritten).sort());
});

/** Equal pairs and what is in no book are nobody's entry; a document whose line is on another day is explained on its own besides. */
const isWritten = (said: string): boolean => !/: (matched|open|nothing) · |: explained: (shown on another day|other channel)/.test(said);

async function compared(rows: readonly StagedRow[], day: Day, sharedCode: boolean): Promise<readonly DayEntry[]> {
  const { id } = await w.stage(rows, day);
  await w.database.query('UPDATE book_fetches SET started_at = $2 WHERE id = $1', [id, SINCE]);
  const fetch = await fetchById(w.database, id);
  if (!fetch) throw new Error('no fetch');
  const said = await compareDay(w.database, w.books, fetch, { ...AROUND, sharedCode, callMs: Date.now() - Date.parse(OVERDUE) });
  if (said.is !== 'compared') throw new Error(said.is);
  expect(said.tally.unexplained).toBe('0');
  return said.entries;
}

const listed = (line: Scene['lines'][number]): StagedRow => {
  const { moved: _, repeated: __, ...row } = line;
  return { ...row, list: 'not moved' };
};

async function store(database: Database, { documents = [], payments = {} }: Scene): Promise<void> {
  for (const [request, { status, final }] of Object.entries(payments)) await storePayment(database, request, status, final, SINCE);
  for (const document of documents) await storeDocument(database, document);
}

async function storePayment(database: Database, request: string, status: number, final: boolean, createdOn: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency,
       remuneration, status, business_day, created_at, final_at, held)
     VALUES (144, $1, $1, '', 815, 'utility', 'alseco', '7898380', 1, 'KZT', 1, 'KZT', 0, $2, '2026-11-21', $4, CASE WHEN $3 THEN now() END, false)
     ON CONFLICT (request_id) DO UPDATE SET status = $2 RETURNING id`,
    [request, status, final, createdOn],
  );
  return rows[0]?.id ?? '';
}

async function storeDocument(database: Database, document: OurDocument): Promise<void> {
  const payment = await storePayment(
    database,
    requestOf(document.reference) ?? '',
    document.payment.status,
    document.payment.final,
    document.createdOn,
  );
  const bookedDay = document.supplierPaymentId === null && !isOurs(document) ? null : document.state === 'planned' ? null : document.day;
  await database.query(
    `INSERT INTO documents (payment_id, number, reference, account, invoice, amount, content, state, supplier_payment_id, booked_day, undone_at)
     VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10)`,
    [
      payment,
      document.number,
      document.reference,
      document.account,
      document.item,
      document.amount,
      document.state,
      document.supplierPaymentId,
      bookedDay,
      document.undoneAt,
    ],
  );
  if (document.siblingRefused)
    await database.query(
      `INSERT INTO documents (payment_id, number, reference, account, amount, content, state) VALUES ($1, 9, $2, '1', 1, '', 'refused')`,
      [payment, `${document.reference}9`],
    );
  const sent = document.midnights.length > 0 ? '2026-11-21T18:59:00Z' : '2026-11-21T07:00:00Z';
  for (const { number, state, outcome } of document.attempts)
    await database.query(
      `INSERT INTO attempts (payment_id, document, number, state, outcome, send_before, sent_at, closed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'closed' THEN $7::timestamptz + interval '2 minutes' END)`,
      [payment, document.number, number, state, outcome, document.sendBefore ?? sent, sent],
    );
}
