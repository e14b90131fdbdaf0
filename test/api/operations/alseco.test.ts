import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { PasswordCheck } from '../../../src/api/guard/password-check';
import { hashPassword, verifyPassword } from '../../../src/registry/secrets';
import { addStaff } from '../../../src/registry/staff/staff';
import type { Supplier, SupplierName } from '../../../src/suppliers/supplier';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../../suppliers/alseco/world';
import { until } from '../../support/until';
import { type Gateway, gateway } from '../gateway';

let alseco: AlsecoWorld;
let world: Gateway;
beforeAll(async () => {
  alseco = await alsecoWorld();
  // Guesses are told without scrypt, whose time is not what this file is about.
  const passwords = new PasswordCheck((given, stored) => (given.startsWith('guess') ? Promise.resolve(false) : verifyPassword(given, stored)));
  world = await gateway({ passwords, suppliers: new Map<SupplierName, Supplier>([['alseco', alseco.alseco]]) });
  const hash = await hashPassword('sandbox');
  await addStaff(world.database, 'clerk', hash, ['clerk']);
  await addStaff(world.database, 'root', hash, ['admin']);
  await addStaff(world.database, 'gone', hash, ['clerk']);
  await world.database.query(`UPDATE staff SET active = false WHERE name = 'gone'`);
}, 60_000);
afterAll(async () => {
  await world?.close();
  await alseco?.close();
});
beforeEach(() => alseco.control('POST', 'reset'));

const basic = (name: string, password = 'sandbox') => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const get = async (path: string, authorization: string | null = basic('clerk'), method = 'GET') => {
  const reply = await fetch(`${world.url}/api/v1/alseco/${path}`, { method, headers: authorization ? { authorization } : {} });
  const bytes = Buffer.from(await reply.arrayBuffer());
  return { code: reply.status, type: reply.headers.get('content-type'), headers: reply.headers, bytes, text: bytes.toString('utf8') };
};
const json = async (path: string) => {
  const { code, text } = await get(path);
  return { code, ...(JSON.parse(text) as Record<string, unknown>) };
};

async function pay(): Promise<string> {
  const paid = payment();
  const checked = await alseco.alseco.check(paid, 1, context());
  const [outcome] = await alseco.alseco.pay(paid, checked.kind === 'payable' ? checked.documents : [], context());
  if (outcome?.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.paymentId;
}

describe('who may ask', () => {
  test.each<[string, string | null, number]>([
    ['nobody', null, 401],
    ['another scheme', 'Bearer abc', 401],
    ['an unknown name', basic('stranger'), 401],
    ['a wrong password', basic('clerk', 'wrong'), 401],
    ['a deactivated account', basic('gone'), 401],
    ['a role that has no part in it', basic('root'), 403],
    ['a clerk', basic('clerk'), 200],
  ])('%s', async (_, authorization, code) => {
    const answer = await get('period', authorization);
    expect(answer.code).toBe(code);
    expect(answer.headers.get('www-authenticate')).toBe(code === 401 ? 'Basic realm="tolem", charset="UTF-8"' : null);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (code !== 200) {
      expect(JSON.parse(answer.text)).toEqual({ error: expect.any(String) });
      expect(await alseco.control('GET', 'counts')).toEqual({});
    }
  });

  test('guessing is slowed down by address, and a password that is known to be right still passes', async () => {
    expect((await get('period')).code).toBe(200);
    const codes = await Promise.all(Array.from({ length: 60 }, (_, at) => get('period', basic('clerk', `guess ${at}`)).then(({ code }) => code)));
    expect(codes).toContain(429);
    expect(codes.every((code) => code === 401 || code === 429 || code === 503)).toBe(true);
    expect((await get('period')).code).toBe(200);
  }, 60_000);

  test('neither passwords nor accounts stand in the log', async () => {
    await get('state?account=7898380');
    const lines = JSON.stringify(world.lines());
    expect(lines).toContain('"agent":"staff:clerk"');
    expect(lines).not.toContain('7898380');
    expect(lines).not.toContain('sandbox');
  });
});

test('state, subscriber and period', async () => {
  expect(await json('state?account=7898385')).toMatchObject({ code: 200, account: '7898385', state: 'Deleted', texts: { kk: expect.any(String) } });
  expect(await json('account?account=7898380')).toMatchObject({ state: 'Active', info: { square: '44', address: expect.stringContaining('Мамыр') } });
  expect(await json('account?account=7777444')).toMatchObject({ state: 'NotFound', info: null });
  expect(await json('period')).toEqual({ code: 200, period: alseco.today.slice(0, 7) });
});

test('invoices by period, and one by the number that stands on paper', async () => {
  expect(await json('invoices?account=7898382')).toMatchObject({ total: '10020.5', invoices: [{ total: '2320' }, { total: '7700.5' }] });
  expect(await json('invoices?account=7898380&form=with-iin')).toMatchObject({ iin: '660523302303' });
  expect(await json(`invoices?invoice=${encodeURIComponent('2407 1029 6539 7')}`)).toMatchObject({
    asked: '240710296539',
    droppedDigit: true,
    invoices: [{ period: '2024-07' }],
  });
});

test('a bill comes as PDF, which says that it may be an earlier month, and as GIF, each with its own type', async () => {
  const pdf = await get(`invoice-pdf?account=7898381&month=${alseco.today.slice(0, 7)}`);
  expect(pdf).toMatchObject({ code: 200, type: 'application/pdf' });
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.headers.get('tolem-may-be-earlier-month')).toBe('true');
  expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="invoice-7898381-${alseco.today.slice(0, 7)}.pdf"`);
  const gif = await get('invoice-image?account=7898380&bill=10296539&month=2024-07');
  expect(gif).toMatchObject({ code: 200, type: 'image/gif' });
  expect(gif.bytes.subarray(0, 6).toString()).toBe('GIF89a');
});

test('108e: JSON and CSV of all columns; textual errors are typed, in three languages, with a status of their own', async () => {
  await pay();
  expect(await json(`report-108e?day=${alseco.today}`)).toEqual({
    code: 'day not marked',
    error: expect.stringContaining('not marked'),
    said: 'День не отмечен',
    texts: { ru: expect.any(String), kk: expect.any(String), en: expect.any(String) },
  });
  expect((await get(`report-108e?day=${alseco.today}&format=csv`)).code).toBe(409);
  expect((await get('report-108e?day=2017-10-31')).code).toBe(422);
  expect((await get('report-108e?day=2099-01-01')).code).toBe(422);
  await alseco.alseco.connection.call('GetBankDayChecks', { bankCode: 'ALSC', dateIn: `${alseco.today}T00:00:00` }, context());
  expect(await json(`report-108e?day=${alseco.today}`)).toMatchObject({
    code: 200,
    total: 2,
    rows: [{ SUMP: '5110.18', SERV_ID: '13' }, { SUMP: '500.00' }],
  });
  const csv = await get(`report-108e?day=${alseco.today}&format=csv`);
  expect(csv).toMatchObject({ code: 200, type: 'text/csv; charset=utf-8' });
  expect(csv.text.split('\r\n')).toHaveLength(4);
  expect(csv.text.split('\r\n')[0]).toBe('DAT,KODBN,NUMRS,TSH,BIN,SUMP,NAME_POL,NAZN_PL,SERV_ID,KODD,FL,KBE,KNP,IIN_ABON,FIO');
  expect(csv.headers.get('content-length')).toBe(String(csv.bytes.length));
  await until('the file is gone', () => readdirSync(tmpdir()).filter((name) => name.startsWith('tolem-csv-')).length === 0 || null);
});

test('payments, bundles and bills', async () => {
  const id = await pay();
  const month = alseco.today.slice(0, 7);
  expect(await json(`pays?from=${alseco.today}&to=${alseco.today}`)).toMatchObject({ total: 1, rows: [{ paymentId: id, sum: '5610.18' }] });
  expect(await json(`pays?notMoved=${alseco.today}`)).toMatchObject({ total: 1 });
  expect(await json(`pays?processed=${month}`)).toMatchObject({ total: 0, rows: [] });
  await pay();
  expect(await json(`pays?month=${month}&limit=1`)).toMatchObject({ total: 2, rows: [{ paymentId: id }] });
  expect(await json(`bill-labels?month=${month}`)).toMatchObject({ rows: expect.arrayContaining([{ labelId: '1' }]) });
  expect(await json(`bills?month=${month}&bundle=1`)).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ sum: '7700.50' })]) });
  expect((await get(`bills?month=${month}&bundle=99`)).code).toBe(404);
});

test.each([
  ['state', 'account'],
  ['state?account=1&account=2', 'account'],
  ['state?account=78983x', 'an account is a number'],
  ['state?account=1&more=1', 'more'],
  ['invoices', 'either account or invoice'],
  ['invoices?invoice=12345', '12 digits'],
  ['pays?month=2026-11&notMoved=2026-11-21', 'exactly one of'],
  ['pays?from=2026-01-01&to=2026-12-31', 'at most 31 days'],
  ['report-108e?day=2026-02-30', 'a day is YYYY-MM-DD'],
  ['report-108e?day=2026-11-21&format=xls', 'json or csv'],
  ['pays?month=2026-11&limit=1001', 'from 1 to 1000'],
])('%s is 400 with a sentence, and nothing is asked', async (path, sentence) => {
  const { code, text } = await get(path);
  expect([code, (JSON.parse(text) as { error: string }).error]).toEqual([400, expect.stringContaining(sentence)]);
  expect(await alseco.control('GET', 'counts')).toEqual({});
});

test('an Alseco that answers with nothing readable is 502, one that is not reached 503, each with the words for people', async () => {
  await alseco.fault({ operation: 'GetAccountState', fault: 'html-502' });
  expect((await get('state?account=7898380')).code).toBe(502);
  await alseco.fault({ operation: 'GetNotMovedPays', fault: 'truncated' });
  expect(await get(`pays?notMoved=${alseco.today}&format=csv`)).toMatchObject({ code: 502, type: 'application/json; charset=utf-8' });
  await alseco.fault({ operation: 'GetAccountState', fault: 'fault', text: 'невозможно идентифицировать банк' });
  expect(await json('state?account=7898380')).toMatchObject({ code: 'not sent', texts: { kk: 'АЛСЕКО пайдалануға болатын жауап бермеді' } });
});

test('the OpenAPI document describes every question, and GetAccountsWithFormedBill is not among them', async () => {
  const document = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<
      string,
      Record<string, { parameters?: Array<{ name: string; required?: boolean }>; responses: Record<string, { content: object }> }>
    >;
  };
  expect(document.openapi).toBe('3.1.0');
  const paths = Object.keys(document.paths).filter((path) => path.includes('/alseco/'));
  expect(paths.map((path) => path.replace('/api/v1/alseco/', '')).sort()).toEqual(
    ['account', 'bill-labels', 'bills', 'invoice-image', 'invoice-pdf', 'invoices', 'pays', 'period', 'report-108e', 'state'].sort(),
  );
  const report = document.paths['/api/v1/alseco/report-108e']?.['get'];
  expect(report?.parameters?.map(({ name, required }) => [name, required ?? false])).toEqual(
    expect.arrayContaining([
      ['day', true],
      ['format', false],
    ]),
  );
  expect(Object.keys(report?.responses['200']?.content ?? {})).toEqual(['application/json', 'text/csv']);
  expect(Object.keys(report?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '400', '401', '403', '404', '409', '422', '429', '502', '503']),
  );
  expect(Object.keys(document.paths['/api/v1/alseco/invoice-pdf']?.['get']?.responses['200']?.content ?? {})).toEqual(['application/pdf']);
  expect(JSON.stringify(document)).not.toContain('GetAccountsWithFormedBill');
});

test('other methods and addresses are 405 and 404 with JSON', async () => {
  expect(await get('period', basic('clerk'), 'POST')).toMatchObject({ code: 405 });
  expect(await get('formed-bills')).toMatchObject({ code: 404 });
});
