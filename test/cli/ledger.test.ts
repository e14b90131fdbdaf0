import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Day, plusDays } from '../../src/domain/day';
import { type AgentId, agentId } from '../../src/domain/ids';
import { money } from '../../src/domain/money';
import type { Database } from '../../src/registry/database';
import { readCalendar } from '../../src/registry/ledger/calendar';
import { closeNext } from '../../src/registry/ledger/close';
import { topUp } from '../../src/registry/ledger/entries';
import { openedAgo } from '../registry/ledger/days';
import { type World, world } from './world';

jest.setTimeout(60_000);
let tolem: World['tolem'];
let json: World['json'];
let w: World;
beforeAll(async () => {
  w = await world();
  ({ tolem, json } = w);
}, 120_000);
const folder = mkdtempSync(join(tmpdir(), 'tolem-ledger-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await w?.close();
});

describe('days', () => {
  test('a day that is over is closed by hand, by whom the list says; one that is not is refused', async () => {
    const first = await openedAgo(w.database, 4);
    const { closed } = await json<{ closed: string[] }>('ledger close --as operator-2');
    expect(closed.slice(0, 3)).toEqual([first, plusDays(first, 1), plusDays(first, 2)]);
    const { closedThrough, open, days } = await json<{ closedThrough: string; open: string; days: object[] }>('ledger days');
    expect(closedThrough).toBe(closed.at(-1));
    expect(days.at(-1)).toMatchObject({ day: first, how: 'by hand', staff: 'operator-2', zone: 'Asia/Almaty', postings: '0', late: 0 });
    expect(await tolem('ledger close')).toMatchObject({ code: 1, err: expect.stringMatching(`^${open} is open and may be closed from `) });
    expect(await tolem('ledger close --as clerk')).toMatchObject({ code: 1 });
    expect(await json(`audit list --subject ledger:${first}`)).toMatchObject([{ staff: 'operator-2', action: 'ledger.close' }]);
  });

  test('the trial balance is of now, of a closed day, or proved in full', async () => {
    const now = await json<{ accounts: Array<{ account: string }>; balanced: boolean; closedThrough: string }>('ledger trial-balance --full');
    expect(now).toMatchObject({ balanced: true, proof: { faults: [] } });
    expect((await tolem('ledger trial-balance --full')).out).toMatch(/All \d+ postings ever made are summed/);
    expect(await tolem('ledger trial-balance --day 2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no balances of 2020-01-01'),
    });
  });
});

describe('export', () => {
  test('a closed day is a file whose debits are its credits, byte for byte the same each time, with the general ledger’s accounts', async () => {
    const { closedThrough: day, open } = await json<{ closedThrough: Day; open: Day }>('ledger days');
    // What was made for the closed day stands on the open one.
    await w.database.transaction((tx) => topUp(tx, { agent: agentId('144') as AgentId, amount: money('7.50'), currency: 'KZT', day, note: '=late' }));
    await closeOneMore(w.database);
    expect(await tolem('ledger map bank 1030')).toMatchObject({ code: 0 });
    expect(await json('ledger map')).toContainEqual({ kind: 'bank', code: '1030' });
    const file = join(folder, 'one.csv');
    const said = await json<{ sha256: string; rows: number; debits: object; unmapped: string[] }>(`ledger export ${open} --csv ${file}`);
    const text = readFileSync(file, 'utf8');
    expect(said).toMatchObject({ rows: text.split('\r\n').length - 2, sha256: createHash('sha256').update(text).digest('hex') });
    expect(said.unmapped).toContain('agent-available');
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('day,belongs to,entry,at,kind,agent,transaction,document,dated,account,general ledger,currency,debit,credit,note');
    expect(lines.filter((line) => line.startsWith(`${open},${day},`)).map((line) => line.split(',').slice(9))).toEqual([
      ['agent:144:available', '', 'KZT', '', '7.5', "'=late"],
      ['bank', '1030', 'KZT', '7.5', '', "'=late"],
    ]);
    const again = await json<{ sha256: string }>(`ledger export ${open} --csv ${join(folder, 'two.csv')}`);
    expect(again.sha256).toBe(said.sha256);
    expect(await tolem(`ledger export ${open} --csv ${file}`)).toMatchObject({ code: 1, err: expect.stringContaining('exists already') });
    expect(await json(`audit list --subject ledger:${open} --limit 1`)).toMatchObject([{ action: 'ledger.export', detail: { sha256: said.sha256 } }]);
  });

  test('an open day is refused, and leaves no file', async () => {
    const { open } = await json<{ open: Day }>('ledger days');
    expect(await tolem(`ledger export ${open} --csv ${join(folder, 'open.csv')}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not a closed day'),
    });
    expect(existsSync(join(folder, 'open.csv'))).toBe(false);
    expect(await tolem('ledger map nothing 1030')).toMatchObject({ code: 2, err: expect.stringContaining('kind: accounts are bank') });
  });
});

/** Closes the open day as its time will: the calendar is told that it is over. */
async function closeOneMore(database: Database): Promise<void> {
  const { open } = await readCalendar(database);
  await database.query(`INSERT INTO ledger_days (day, how) VALUES ($1, 'by itself')`, [open]);
  await database.query('UPDATE ledger_calendar SET closed_through = $1', [open]);
  await closeNext(database);
}

describe('bank documents', () => {
  test('one typed again is refused, a true second one waits for another person', async () => {
    const typed = 'agent top-up 144 500.00 --reason "payment order" --document 77 --dated 2026-11-20';
    expect((await tolem(typed)).code).toBe(0);
    const before = await json<{ available: string }>('agent show 144');
    expect(await tolem(typed)).toMatchObject({ code: 1, err: expect.stringContaining('a true second one needs two people (--again)') });
    const { out } = await tolem(`${typed} --again`);
    const id = /tolem ledger approve (\d+)/.exec(out)?.[1];
    expect(await json('ledger documents --waiting')).toMatchObject([{ id, party: 'agent:144', number: '77', amount: '500', state: 'waits' }]);
    const { items } = await json<{ items: Array<{ kind: string }> }>('inbox');
    expect(items.filter(({ kind }) => kind === 'second person')).toMatchObject([
      { subject: 'agent:144', amount: '500', currency: 'KZT', command: `tolem ledger approve ${id} --as "…"` },
    ]);
    expect((await tolem(`ledger approve ${id}`)).err).toContain('another person must approve it');
    expect((await tolem(`ledger approve ${id} --as operator-2`)).out).toBe(`Bank document ${id} is booked: 500.00 KZT from agent:144.\n`);
    expect(Number((await json<{ available: string }>('agent show 144')).available) - Number(before.available)).toBe(500);
  });

  test.each([
    ['agent top-up 144 5 --reason "why" --document 8', '--document and --dated go together'],
    ['agent withdraw 144 5 --reason "why" --again', '--again is about a document'],
    ['agent top-up 144 5 --reason "why" --document 8 --dated 2026-13-01', 'dated: a day is YYYY-MM-DD'],
  ])('`%s` is a misuse', async (line, sentence) => {
    expect(await tolem(line)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });

  test('our deposit at the upstream is booked from the bank', async () => {
    const { out } = await tolem('supplier top-up upstream 100000.00 --reason "payment order" --document 12 --dated 2026-11-20');
    expect(out).toBe('Our deposit at upstream is booked up by 100000.00 KZT.\n');
    const { accounts } = await json<{ accounts: Array<{ account: string; balance: string }> }>('ledger trial-balance');
    expect(accounts.find(({ account }) => account === 'deposit:upstream')).toMatchObject({ balance: '-100000' });
    expect(await tolem('supplier top-up alseco 1 --reason "why"')).toMatchObject({ code: 1, err: 'alseco holds no deposit of ours.\n' });
  });
});
