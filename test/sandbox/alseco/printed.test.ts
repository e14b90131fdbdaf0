import type { Month } from '../../../src/domain/day';
import { ACCOUNTS } from '../../../src/sandbox/alseco/accounts';
import { glyph } from '../../../src/sandbox/alseco/bill-font';
import { printedGif } from '../../../src/sandbox/alseco/bill-gif';
import { billLines } from '../../../src/sandbox/alseco/bill-lines';
import { printedPdf } from '../../../src/sandbox/alseco/bill-pdf';
import { plusMonths } from '../../../src/sandbox/alseco/clock';
import { printedInvoice, printedInvoicePdf } from '../../../src/suppliers/alseco/clerks';
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

test('a PDF shows account, invoice, period, services, sums and the total, one page per bill', async () => {
  const text = await pdf('7898381', NOVEMBER);
  expect(text).toContain('/Count 2');
  for (const shown of ['7898381', '261110300001', '261110300002', '2026-11', '1500.00', '6200.50', '7700.50']) expect(text).toContain(shown);
  const table = Number.parseInt(/startxref\n(\d+)/.exec(text)?.[1] ?? '', 10);
  expect(text.slice(table, table + 4)).toBe('xref');
  for (const [at, line] of [...text.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].entries())
    expect(text.slice(Number.parseInt(line[1] ?? '', 10)).startsWith(`${at + 1} 0 obj`)).toBe(true);
});

/** What a viewer searches and copies: the strings of the pages, read through the font's map to Unicode. */
function textOf(pdf: string): string[] {
  const unicode = new Map([...pdf.matchAll(/<([0-9a-f]{2})> <([0-9a-f]{4})>/g)].map(([, code, letter]) => [code, letter]));
  const letterOf = (byte: string): string => {
    const known = unicode.get(byte.charCodeAt(0).toString(16).padStart(2, '0'));
    return known === undefined ? '\uFFFD' : String.fromCharCode(Number.parseInt(known, 16));
  };
  return [...pdf.matchAll(/\(((?:[^()\\]|\\.)*)\) Tj/g)].map(([, text = '']) => [...text.replace(/\\(.)/g, '$1')].map(letterOf).join(''));
}

test('a bill says in Russian and Kazakh whose it is, what each service costs and what all of it comes to', async () => {
  const lines = textOf(await pdf('7898380', NOVEMBER));
  expect(lines).toEqual(
    expect.arrayContaining([
      'ЛИЦЕВОЙ СЧЁТ      7898380',
      'АДРЕС             АЛМАТЫ Қ.|Г.АЛМАТЫ, ЫҚШ.АУД.|М-ОН МАМЫР-7',
      'КОД КВИТАНЦИИ     10296539',
      '11  ҚТҚ ШЫҒАРУ | ВЫВОЗ ТБО                           4311.00',
      '    ОПЛАТИТЬ ВСЁ                                    27794.22',
    ]),
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('every letter of every bill is drawn, and the text of a PDF is the text of its lines', () => {
  const unknown = JSON.stringify(glyph('\u4E00'));
  for (const account of ACCOUNTS)
    for (const seed of account.invoices) {
      const lines = billLines(account, { number: `2611${seed.serial}`, period: NOVEMBER, seed } as Parameters<typeof billLines>[1]);
      const missing = [...new Set(lines.join(''))].filter((letter) => letter !== '?' && JSON.stringify(glyph(letter)) === unknown);
      expect({ serial: seed.serial, missing }).toEqual({ serial: seed.serial, missing: [] });
      expect(textOf(printedPdf([lines]).toString('latin1'))).toEqual(lines);
    }
});

test('a month without a bill gives the newest one, silently; a month of long ago and a stranger give none', async () => {
  await world.control('POST', 'period', { period: '2026-12', slowly: true });
  expect(await pdf('7898381', '2026-12' as Month)).toContain('261110300001');
  expect(await pdf('7898381', '2025-01' as Month)).toContain('квитанция не найдена');
  expect(await pdf('7777444', '2026-12' as Month)).toContain('квитанция не найдена');
  await world.control('POST', 'period', { period: '2026-11' });
});

/** Dots of a GIF whose codes are all one byte long, row by row. */
function dotsOf(bytes: Buffer): { width: number; rows: string[] } {
  const width = bytes.readUInt16LE(6);
  const codes: number[] = [];
  for (let at = 13 + 3 * 128 + 10 + 1; (bytes[at] ?? 0) > 0; at += (bytes[at] ?? 0) + 1)
    codes.push(...bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  const dots = codes.filter((code) => code < 128).map((code) => (code === 1 ? '#' : '.'));
  return { width, rows: Array.from({ length: dots.length / width }, (_, row) => dots.slice(row * width, (row + 1) * width).join('')) };
}

test('a GIF shows its letters dot by dot', () => {
  const bytes = printedGif(['1']);
  const { width, rows } = dotsOf(bytes);
  expect([width, rows.length]).toEqual([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]);
  const letter = rows
    .filter((_, row) => row % 2 === 0)
    .map((row) =>
      [...row]
        .filter((_dot, at) => at % 2 === 0)
        .join('')
        .slice(6, 11),
    );
  expect(letter.slice(6, 13)).toEqual(['..#..', '.##..', '..#..', '..#..', '..#..', '..#..', '.###.']);
  expect(bytes.subarray(-2)).toEqual(Buffer.from([0, 0x3b]));
});

test('a bill is drawn by the code that stands on it; any other code, account or month is a fault', async () => {
  const drawn = await gif('7898381', '10300001', NOVEMBER);
  expect(drawn.kind === 'answered' && dotsOf(drawn.bytes).rows.join('')).toMatch(/#/);
  const other = await gif('7898381', '10300002', NOVEMBER);
  expect(drawn.kind === 'answered' && other.kind === 'answered' && drawn.bytes.equals(other.bytes)).toBe(false);
  for (const asked of [
    gif('7898381', '77', NOVEMBER),
    gif('7898382', '10300001', NOVEMBER),
    gif('7898381', '10300001', plusMonths(NOVEMBER, 1)),
    gif('7898381', '10300001', '2020-01' as Month),
  ])
    expect(await asked).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('квитанция не найдена') });
});
