import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Month } from '../../src/domain/day';
import { plusMonths } from '../../src/sandbox/alseco/clock';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../suppliers/alseco/world';
import { type World, world } from './world';

let w: World;
let alseco: AlsecoWorld;
let folder: string;
beforeAll(async () => {
  alseco = await alsecoWorld();
  w = await world({ settings: { ALSECO_ENDPOINT: alseco.sandbox.endpoint } });
  folder = mkdtempSync(join(tmpdir(), 'tolem-desk-'));
}, 120_000);
afterAll(async () => {
  await w?.close();
  await alseco?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => alseco.control('POST', 'reset'));

const clerk = (line: string) => w.tolem(`alseco ${line} --as clerk`);
const json = <T>(line: string) => w.json<T>(`alseco ${line} --as clerk`);
const at = (name: string) => join(folder, name);

async function pay(): Promise<string> {
  const paid = payment();
  const checked = await alseco.alseco.check(paid, 1, context());
  const [outcome] = await alseco.alseco.pay(paid, checked.kind === 'payable' ? checked.documents : [], context());
  if (outcome?.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.paymentId;
}

test('state, subscriber and period', async () => {
  expect((await clerk('state 7898385')).out).toBe('Deleted: the account or all its services are deleted\n');
  expect((await clerk('state 7898386 --lang ru')).out).toContain('слит с другим');
  expect((await clerk('account 7898380')).out).toContain('Мамыр-7');
  expect(await json('account 7777444')).toEqual({ account: '7777444', state: 'NotFound', info: null });
  expect(await json('period')).toEqual({ period: alseco.today.slice(0, 7) });
});

test("an account's invoices stand by period, the newest first, with what all of it comes to", async () => {
  const period = alseco.today.slice(0, 7) as Month;
  const found = await json<{ invoices: Array<{ period: string; number: string; total: string }>; total: string }>('invoices 7898382');
  expect(found.invoices.map((invoice) => [invoice.period, invoice.total])).toEqual([
    [period, '2320'],
    [plusMonths(period, -1), '7700.5'],
  ]);
  expect(found.total).toBe('10020.5');
  const { out } = await clerk('invoices 7898388');
  expect(out).toContain('1532.00');
  expect((await clerk('invoices 7898380 --form with-iin')).out).toContain('660523302303');
  expect((await clerk('invoices 7777444')).out).toContain('AccountNotFound: there is no such account');
});

test('a number typed from paper loses its thirteenth digit, and the screen says so', async () => {
  const { out, code } = await clerk('invoices --invoice "2407 1029 6539 7"');
  expect(code).toBe(0);
  expect(out).toContain('check digit of the paper bill and was dropped; the invoice asked for is 240710296539.');
  expect(await json('invoices --invoice 240710296539')).toMatchObject({ asked: '240710296539', droppedDigit: false, account: '7898380' });
});

test('a bill is printed as PDF, which may be an earlier month, and as GIF, and nothing is written over', async () => {
  const pdf = await clerk(`invoice-pdf 7898381 ${alseco.today.slice(0, 7)} --out "${at('bill.pdf')}"`);
  expect(pdf.out).toContain('may be an earlier month');
  expect(readFileSync(at('bill.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await clerk(`invoice-pdf 7898381 ${alseco.today.slice(0, 7)} --out "${at('bill.pdf')}"`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('exists already'),
  });
  expect((await clerk(`invoice-image 7898380 10296539 2024-07 --out "${at('bill.gif')}"`)).code).toBe(0);
  expect(readFileSync(at('bill.gif')).subarray(0, 6).toString()).toBe('GIF89a');
  const nowhere = await clerk(`invoice-image 7898380 10296539 2024-07 --out "${at('no/such/folder.gif')}"`);
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('cannot be written') });
});

test('108e is a CSV with all columns of the document; a day that is not marked says so in three languages and leaves no file', async () => {
  await pay();
  const refused = await clerk(`report-108e ${alseco.today} --csv "${at('early.csv')}"`);
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^The day is not marked.*День не отмечен/) });
  expect((await clerk(`report-108e ${alseco.today} --lang kk`)).err).toContain('Күн белгіленбеген');
  expect((await clerk('report-108e 2017-10-31 --lang ru')).err).toContain('Дата раньше 1 ноября 2017');
  expect(readdirSync(folder).filter((name) => name.startsWith('early'))).toEqual([]);

  await alseco.alseco.connection.call('GetBankDayChecks', { bankCode: 'ALSC', dateIn: `${alseco.today}T00:00:00` }, context());
  expect((await clerk(`report-108e ${alseco.today} --csv "${at('108e.csv')}"`)).out).toContain('2 rows');
  const [head, first] = readFileSync(at('108e.csv'), 'utf8').split('\r\n');
  expect(head).toBe('DAT,KODBN,NUMRS,TSH,BIN,SUMP,NAME_POL,NAZN_PL,SERV_ID,KODD,FL,KBE,KNP,IIN_ABON,FIO');
  expect(first).toContain(',5110.18,');
  expect((await clerk(`report-108e ${alseco.today} --dialect excel --csv "${at('excel.csv')}"`)).code).toBe(0);
  expect(readFileSync(at('excel.csv'), 'utf8')).toMatch(/^\uFEFFDAT;KODBN;/);
});

test('our payments: by days, by month, not moved, processed', async () => {
  const id = await pay();
  const month = alseco.today.slice(0, 7);
  for (const asked of [`--from ${alseco.today} --to ${alseco.today}`, `--month ${month}`, `--not-moved ${alseco.today}`])
    expect(await json(`pays ${asked}`)).toMatchObject({ total: 1, rows: [{ paymentId: id, sum: '5610.18', account: '7898380' }] });
  expect(await json(`pays --processed ${month}`)).toEqual({ rows: [], total: 0 });
  await alseco.alseco.connection.call('GetBankDayChecks', { bankCode: 'ALSC', dateIn: `${alseco.today}T00:00:00` }, context());
  expect(await json(`pays --processed ${alseco.today}`)).toMatchObject({ rows: [{ paymentId: id }] });
  await pay();
  await pay();
  const { out } = await clerk(`pays --month ${month} --limit 1`);
  expect(out).toContain('1 of 3 rows; --csv FILE writes all of them.');
});

test('bundles of bills and the bills of one', async () => {
  const month = alseco.today.slice(0, 7);
  expect(await json(`bill-labels ${month}`)).toMatchObject({ rows: expect.arrayContaining([{ labelId: '1' }]) });
  expect(await json(`bills ${month} 1`)).toMatchObject({
    rows: expect.arrayContaining([expect.objectContaining({ account: '7898381', sum: '7700.50' })]),
  });
  expect((await clerk('bill-labels 2099-01')).err).toContain("later than Alseco's current period");
});

test('what is not understood is one sentence and exit code 2; nothing is asked then', async () => {
  await alseco.control('POST', 'reset');
  for (const [line, sentence] of [
    ['state 78983x', 'an account is a number'],
    ['state 2147483648', 'an account is a number'],
    ['report-108e 21.11.2026', 'a day is YYYY-MM-DD'],
    ['invoices', 'give either an account or --invoice'],
    ['invoices --invoice 12345', '12 digits, on paper 13'],
    ['pays', 'exactly one of'],
    ['pays --month 2026-11 --not-moved 2026-11-21', 'exactly one of'],
    ['pays --from 2026-11-21 --to 2026-11-20', 'not be later'],
    ['pays --from 2026-01-01 --to 2026-12-31', 'at most 31 days'],
    ['bills 2026-13 1', 'a month is YYYY-MM'],
  ] as const)
    expect({ line, ...(await clerk(line)) }).toMatchObject({ line, code: 2, err: expect.stringContaining(sentence) });
  expect(await alseco.control('GET', 'counts')).toEqual({});
});

test('only staff with a role for it may ask, and GetAccountsWithFormedBill is not among the verbs', async () => {
  expect(await w.tolem('alseco period --as nobody')).toMatchObject({ code: 1, err: expect.stringContaining('no staff account nobody') });
  await w.database.query(`INSERT INTO staff (name, password_hash, roles) VALUES ('root', 'x', '{admin}')`);
  expect(await w.tolem('alseco period --as root')).toMatchObject({ code: 1, err: expect.stringContaining('needs the role clerk') });
  const { out } = await w.tolem('alseco --help');
  expect(out).not.toMatch(/formed-bill|formed bills/i);
});

test('an Alseco that does not answer is a sentence, and the exchange is kept with what is personal cut', async () => {
  await alseco.fault({ operation: 'GetAccountInfo', fault: 'blank' });
  expect((await clerk('account 7898380 --lang ru')).err).toContain('АЛСЕКО не дала ответа, которым можно воспользоваться');
  await clerk('account 7898380');
  const { rows } = await w.database.query<{ answer: string }>(
    `SELECT answer FROM exchanges WHERE operation = 'GetAccountInfo' ORDER BY id DESC LIMIT 1`,
  );
  expect(rows[0]?.answer).toContain('<Address>…</Address>');
});

test('a list that breaks off leaves no file', async () => {
  await pay();
  await alseco.fault({ operation: 'GetNotMovedPays', fault: 'truncated' });
  expect((await clerk(`pays --not-moved ${alseco.today} --csv "${at('broken.csv')}"`)).code).toBe(1);
  writeFileSync(at('taken.csv'), 'mine');
  expect((await clerk(`pays --not-moved ${alseco.today} --csv "${at('taken.csv')}"`)).err).toContain('exists already');
  expect(readFileSync(at('taken.csv'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).filter((name) => /broken|part/.test(name))).toEqual([]);
});
