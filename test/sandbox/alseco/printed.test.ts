import type { Month } from '../../../src/domain/day';
import { printedGif } from '../../../src/sandbox/alseco/bill-gif';
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
