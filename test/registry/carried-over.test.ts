import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { databaseUrl } from '../support/services/services';

/** A registry of the first release, as it was left by what ran then; and what the newest schema makes of its rows. */
const FIRST = ['0001_registry.sql', '0002_ledger.sql', '0003_staff.sql', '0004_breaks.sql'];
const FOLDER = join(__dirname, '..', '..', 'src', 'registry', 'migrations');

let database: Database;
beforeAll(async () => {
  const url = await databaseUrl();
  database = openDatabase({ url, connections: 2, statementMs: 30_000 });
  await database.query('CREATE TABLE migrations (number integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())');
  for (const name of FIRST) {
    await database.query(readFileSync(join(FOLDER, name), 'utf8'));
    await database.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [Number.parseInt(name, 10), name]);
  }
  await database.query(ROWS);
  await migrate(url);
});
afterAll(() => database?.close());

const ROWS = `
INSERT INTO agents (id, name, currency, zone, contract_zone, password_hash) VALUES (144, 'a', 'KZT', 'Asia/Almaty', 'Asia/Almaty', '-');
INSERT INTO staff (name, password_hash, roles) VALUES ('one', '-', '{operator}'), ('two', '-', '{operator}');
INSERT INTO services (id, name, kind, supplier, currency, account_pattern, min_amount, max_amount) VALUES (815, 's', 'utility', 'alseco', 'KZT', '.*', 1, 9);
INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency, remuneration,
  status, business_day, created_at, final_at, reversed_at, held)
  SELECT 144, n, n, '', 815, 'utility', 'alseco', '7', 10, 'KZT', 1, 'KZT', 0, -115, '2026-11-20', '2026-11-20 10:00Z', '2026-11-20 11:00Z',
    CASE WHEN n = 1 THEN timestamptz '2026-11-20 12:00Z' END, true FROM generate_series(1, 3) n;
INSERT INTO documents (payment_id, number, reference, account, amount, content, state, supplier_payment_id) VALUES
  (1, 1, 'TLM1', '7', 10, '', 'rolled back', '71'), (2, 1, 'TLM2', '7', 10, '', 'taken', '72'), (3, 1, 'TLM3', '7', 10, '', 'planned', NULL);
INSERT INTO decisions (payment_id, kind, reason, detail, staff, needs_second, done_at, result) VALUES
  (1, 'reverse', 'r', '{}', 'one', false, '2026-11-20 13:00Z', 'reversed'),
  (2, 'write off', 'r', '{}', 'one', false, '2026-11-20 14:00Z', 'written off'),
  (3, 'roll back', 'r', '{"paymentIds": ["81"]}', 'one', false, '2026-11-20 15:00Z', 'refused by alseco: taken for processing'),
  (3, 'roll back', 'r', '{"paymentIds": ["82"]}', 'one', false, '2026-11-20 15:00Z', 'rolled back'),
  (3, 'failed', 'r', '{}', 'one', true, '2026-11-20 16:00Z', 'rejected by two: no'),
  (3, 'reverse', 'r', '{}', 'one', false, '2026-11-20 17:00Z', 'unclear: booked yesterday'),
  (3, 'noted', 'r', '{}', 'one', true, NULL, NULL);
INSERT INTO breaks (kind, supplier, booking, reference, day, zone, rollback_until, payment_id, amount, evidence, closed_at, how) VALUES
  ('duplicate', 'alseco', '81', 'TLM3', '2026-11-20', 'Asia/Almaty', '2026-11-20 19:00Z', 3, 10, 'e', NULL, NULL),
  ('duplicate', 'alseco', '82', 'TLM3', '2026-11-20', 'Asia/Almaty', '2026-11-20 19:00Z', 3, 10, 'e', '2026-11-20 15:00Z', 'rolled back by decision 4'),
  ('duplicate', 'alseco', '83', 'TLM3', '2026-11-20', 'Asia/Almaty', '2026-11-20 19:00Z', 3, 10, 'e', now(), 'written off: decision 9 (write off) by one: r'),
  ('amount', 'alseco', '84', 'TLM3', '2026-11-20', 'Asia/Almaty', '2026-11-20 19:00Z', 3, 10, 'e', now(), 'decision 8 (noted) by one: r'),
  ('only theirs', 'alseco', '85', 'X', '2026-11-20', 'Asia/Almaty', '2026-11-20 19:00Z', NULL, 10, 'e', now(), 'signed by one: theirs');
UPDATE breaks SET document = 1 WHERE booking = '84';
INSERT INTO register_lines (agent_id, transaction_id, year, month, request_id, agent_request_created_on, account, amount, service_id) VALUES
  (144, 1, 2026, 11, 1, '2026-11-20T10:00:00', '7', 10, 815), (144, 2, 2026, 11, 2, '31.11.2026', '7', 10, 815), (144, 3, 2026, 2, 3, '2026-02-29', '7', 10, 815);
`;

test('what became of decisions is read out of their words once', async () => {
  const { rows } = await database.query<{ outcome: string | null }>('SELECT outcome FROM decisions ORDER BY id');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'refused', 'done', 'rejected', 'unclear', null]);
  await expect(database.query(`UPDATE decisions SET done_at = now() WHERE outcome IS NULL`)).rejects.toThrow('decisions_ended');
});

test('so is what became of breaks, and which of them their supplier would not take back', async () => {
  const { rows } = await database.query('SELECT booking, closed_as AS "as", rollback_refused_at AS refused FROM breaks ORDER BY id');
  expect(rows).toEqual([
    { booking: '81', as: null, refused: '2026-11-20T15:00:00Z' },
    { booking: '82', as: 'rolled back', refused: null },
    { booking: '83', as: 'written off', refused: null },
    { booking: '84', as: 'noted', refused: null },
    { booking: '85', as: 'signed', refused: null },
  ]);
});

test('a document that was undone or written off says since when', async () => {
  const { rows } = await database.query('SELECT undone_at AS undone, written_off_at AS lost FROM documents ORDER BY payment_id');
  expect(rows).toEqual([
    { undone: '2026-11-20T13:00:00Z', lost: null },
    { undone: null, lost: '2026-11-20T14:00:00Z' },
    { undone: null, lost: null },
  ]);
});

test('a break of then has a line and, where only its facts differ, a document beside it; its history begins with what it was', async () => {
  const { rows } = await database.query(
    `SELECT b.booking, trim_scale(b.theirs) AS theirs, trim_scale(b.ours) AS ours, trim_scale(b.effect) AS effect, c.closed_as AS was
     FROM breaks b JOIN break_changes c ON c.break_id = b.id ORDER BY b.id`,
  );
  expect(rows).toEqual([
    { booking: '81', theirs: '10', ours: null, effect: '10', was: null },
    { booking: '82', theirs: '10', ours: null, effect: '10', was: 'rolled back' },
    { booking: '83', theirs: '10', ours: null, effect: '10', was: 'written off' },
    { booking: '84', theirs: '10', ours: '10', effect: '0', was: 'noted' },
    { booking: '85', theirs: '10', ours: null, effect: '10', was: 'signed' },
  ]);
});

test('each line of a register stands on one day: its own, or its month’s last where nobody can read it', async () => {
  const { rows } = await database.query<{ day: string }>('SELECT stands_on AS day FROM register_lines ORDER BY id');
  expect(rows.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-30', '2026-02-28']);
});
