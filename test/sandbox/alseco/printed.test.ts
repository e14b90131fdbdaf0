import type { Month } from '../../../src/domain/day';
import { ACCOUNTS } from '../../../src/sandbox/alseco/accounts';
import { plusMonths } from '../../../src/sandbox/alseco/clock';
import { billLines } from '../../../src/sandbox/alseco/printed/lines';
import { printedPdf } from '../../../src/sandbox/alseco/printed/pdf';
import { printedInvoice, printedInvoicePdf } from '../../../src/suppliers/alseco/clerk/clerks';
import { type AlsecoWorld, alsecoWorld, context } from '../../suppliers/alseco/world';

let world: AlsecoWorld;
beforeAll(async () => {
  world = await alsecoWorld();
  await world.control('POST', 'period', { period: '2026-11' });
});
afterAll(() => world.close());

const NOVEMBER = '2026-11' as Month;
const pdf = async (account: string, month: Month) => {
  const answer = await printedInvoicePdf(world.alseco.connection, { account, month }, context());
  return answer.kind === 'answered' ? answer.bytes.toString('latin1') : answer.reason;
};
const gif = (account: string, bill: string, month: Month) => printedInvoice(world.alseco.connection, { account, bill, month }, context());

test('a PDF has a page per bill', async () => {
  const text = await pdf('7898381', NOVEMBER);
  expect(text.slice(0, 5)).toBe('%PDF-');
  expect(text).toContain('/Count 2');
});

/** What a viewer searches and copies: the shown glyphs, read through the font's map to Unicode. */
function textOf(pdf: string): string[] {
  const [, block = ''] = /beginbfrange([\s\S]*?)endbfrange/.exec(pdf) ?? [];
  const unicode = new Map<number, string>();
  for (const [, first = '', letters = ''] of block.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    for (const [at, letter] of [...letters.matchAll(/<([0-9a-f]+)>/g)].entries())
      unicode.set(Number.parseInt(first, 16) + at, String.fromCodePoint(Number.parseInt(letter[1] ?? '', 16)));
  return [...pdf.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]*)>/g)]
      .flatMap(([, codes = '']) => codes.match(/.{4}/g) ?? [])
      .map((code) => unicode.get(Number.parseInt(code, 16)) ?? '\uFFFD')
      .join(''),
  );
}

test('a bill says in Russian and Kazakh whose it is, what each service costs and what all of it comes to', async () => {
  const lines = textOf(await pdf('7898380', '2024-07' as Month));
  expect(lines).toEqual(
    expect.arrayContaining([
      'Лицевой счёт      7898380',
      'Адрес             Алматы қ.|г.Алматы, ықш.ауд.|м-он Мамыр-7',
      'Код квитанции     10296539',
      '11  ҚТҚ шығару | Вывоз ТБО                           4311.00',
      '    Оплатить всё                                    27794.22',
    ]),
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('the text of a PDF is the text of its lines: every letter of every bill is there, one line below the other', async () => {
  const bills = ACCOUNTS.flatMap((account) =>
    account.invoices.map((seed) => billLines(account, { number: `2611${seed.serial}`, period: NOVEMBER, seed } as Parameters<typeof billLines>[1])),
  );
  const text = (await printedPdf(bills)).toString('latin1');
  expect(textOf(text)).toEqual(bills.flat());
  const places = [...text.matchAll(/1 0 0 1 ([\d.]+) ([\d.]+) Tm/g)].map(([, x, y]) => [x, Number(y)] as const);
  expect(new Set(places.map(([x]) => x)).size).toBe(1);
  const columns = bills.map((lines) => places.splice(0, lines.length).map(([, y]) => y));
  expect(columns).toEqual(columns.map((heights) => [...new Set(heights)].sort((one, other) => other - one)));
});

test('a month without a bill gives the newest one of the last six months, silently, however long past it is; a stranger has none', async () => {
  await world.control('POST', 'period', { period: '2026-12', slowly: true });
  for (const month of ['2026-12', '2023-01', '2031-01'])
    expect([month, textOf(await pdf('7898381', month as Month)).join()]).toEqual([month, expect.stringContaining('261110300001')]);
  expect(await pdf('7777444', '2026-12' as Month)).toContain('квитанция не найдена');
  // Its only bill is of July 2024.
  expect(await pdf('7898380', '2026-12' as Month)).toContain('квитанция не найдена');
  await world.control('POST', 'period', { period: '2026-11' });
});

test('a bill is drawn for the code that stands on it; any other code, account or month is a fault', async () => {
  const drawn = await gif('7898381', '10300001', NOVEMBER);
  expect(drawn.kind === 'answered' && drawn.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a');
  for (const asked of [
    gif('7898381', '77', NOVEMBER),
    gif('7898382', '10300001', NOVEMBER),
    gif('7898381', '10300001', plusMonths(NOVEMBER, 1)),
    gif('7898381', '10300001', '2020-01' as Month),
  ])
    expect(await asked).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('квитанция не найдена') });
});
