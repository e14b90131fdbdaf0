import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookEnd, StagedRow } from '../../../src/domain/bank-day/book';
import { keepIn, readBookFile } from '../../../src/registry/bank-day/staging/book-file';
import { ListTotals, rowHash } from '../../../src/registry/bank-day/staging/row-hash';
import { stageBook } from '../../../src/registry/bank-day/staging/stage-book';
import { recount, sweepStaged } from '../../../src/registry/bank-day/staging/tables';
import { type DayWorld, dayWorld, inBoth, row, TODAY } from './world';

let w: DayWorld;
let folder: string;
beforeAll(async () => {
  w = await dayWorld();
  folder = await mkdtemp(join(tmpdir(), 'books-'));
});
afterAll(async () => {
  await w?.close();
  await rm(folder, { recursive: true, force: true });
});

const stage = (rows: readonly StagedRow[], ended: BookEnd = { kind: 'complete' }) =>
  stageBook(
    w.database,
    w.books,
    {
      supplier: 'alseco',
      day: TODAY,
      marksMoved: true,
      read: async (onRows) => {
        for (const one of rows) await onRows([one]);
        return ended;
      },
    },
    keepIn(folder),
  );
const tables = async () => (await w.database.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'staging'`)).rows;

const HOSTILE = ['a\tb', 'new\nline', 'back\\slash', '\\N', 'carriage\r', 'nul\u0000', '', 'ә'];

test('rows are staged as the lists showed them, whatever stands in them', async () => {
  const rows = HOSTILE.map((reference, at) => row(String(100 + at), reference));
  const fetch = await stage(rows);
  const { rows: staged } = await w.books.query<{ reference: string }>(`SELECT reference FROM staging.fetch_${fetch.id} ORDER BY n`);
  expect(staged.map(({ reference }) => reference)).toEqual(HOSTILE.map((text) => text.replace('\u0000', '\ufffd')));
  expect(fetch).toMatchObject({ state: 'complete', count: String(HOSTILE.length), sum: '240', staged: String(HOSTILE.length), unreadable: '0' });
});

test('count, sum and hash are the same in any order, and others where a row came twice or says something else', async () => {
  const rows = ['1', '2', '3'].map((id) => row(id, `r${id}`));
  const hashOf = (some: typeof rows) => {
    const totals = new ListTotals();
    for (const one of some) totals.take(one, rowHash(one));
    return totals.said;
  };
  const fetch = await stage(rows);
  expect(fetch.hash).toBe(hashOf([...rows].reverse()).hash);
  expect(fetch.hash).toMatch(/^1:[0-9a-f]{32}$/);
  expect(hashOf([...rows, ...rows.slice(0, 1)]).hash).not.toBe(fetch.hash);
  expect(hashOf(rows.map((one) => ({ ...one, account: '7' }))).hash).not.toBe(fetch.hash);
});

test('the book has a line for each PaymentId: moved where one list alone shows it', async () => {
  const later = '2026-11-29' as typeof TODAY;
  const fetch = await stage([
    ...inBoth(row('1', 'a')),
    { ...row('2', 'b'), list: 'all' },
    row('3', 'c', { day: later }),
    row('4', 'd'),
    row('4', 'd'),
  ]);
  const { rows } = await w.books.query(`SELECT payment_id, moved, repeated, day FROM staging.book_${fetch.id} ORDER BY payment_id`);
  expect(rows).toEqual([
    { payment_id: '1', moved: false, repeated: false, day: TODAY },
    { payment_id: '2', moved: true, repeated: false, day: TODAY },
    { payment_id: '3', moved: false, repeated: false, day: later },
    { payment_id: '4', moved: false, repeated: true, day: TODAY },
  ]);
  expect(fetch).toMatchObject({ count: '3', sum: '90', otherDays: '1' });
});

test('a book that breaks off leaves nothing but the row that says why', async () => {
  const before = await tables();
  const files = await readdir(join(folder, 'alseco'));
  const fetch = await stage([row('1', 'a')], { kind: 'failed', why: 'the list broke off' });
  expect(fetch).toMatchObject({ state: 'failed', why: 'the list broke off', count: null, hash: null });
  expect(await tables()).toEqual(before);
  expect(await readdir(join(folder, 'alseco'))).toEqual(files);
});

test('a reader that throws leaves nothing either, and throws on', async () => {
  const before = await tables();
  const read = () => Promise.reject(new Error('a bug'));
  await expect(stageBook(w.database, w.books, { supplier: 'alseco', day: TODAY, marksMoved: true, read })).rejects.toThrow('a bug');
  expect(await tables()).toEqual(before);
});

test('a kept book is read again as it was', async () => {
  const rows: StagedRow[] = [row('1', 'a\tb'), { list: 'all', raw: '{"PaySum":"много"}' }, row('2', '', { minute: null })];
  const fetch = await stage(rows);
  const path = join(folder, fetch.file ?? '');
  const again: StagedRow[] = [];
  expect(await readBookFile(path, async (some) => void again.push(...some))).toEqual({ kind: 'complete' });
  expect(again).toEqual(rows);
  await truncate(path, 60);
  expect(await readBookFile(path, async () => undefined)).toMatchObject({ kind: 'failed' });
  expect(await readBookFile(join(folder, 'nowhere'), async () => undefined)).toMatchObject({ kind: 'failed' });
});

test('tables of old fetches are swept, and those of no fetch', async () => {
  const [old, fresh] = [await stage([row('1', 'a')]), await stage([row('1', 'a')])];
  await w.database.query(`UPDATE book_fetches SET started_at = now() - interval '25 hours' WHERE id = $1`, [old.id]);
  await w.books.query('CREATE UNLOGGED TABLE staging.fetch_999999 (n bigint)');
  expect(await sweepStaged(w.books, 24 * 3_600_000)).toBe(2);
  expect(await recount(w.books, old.id)).toBeNull();
  expect(await recount(w.books, fresh.id)).toEqual({ rows: 1, sum: '30' });
  expect((await tables()).map(({ name }) => name)).not.toContain('fetch_999999');
});
