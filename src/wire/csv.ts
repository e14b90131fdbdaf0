/**
 * CSV (RFC 4180). `standard`: commas, UTF-8. `excel`: semicolons and a byte order mark, which is what Excel opens by a double
 * click under Russian and Kazakh settings.
 */
export const CSV_DIALECTS = ['standard', 'excel'] as const;
export type CsvDialect = (typeof CSV_DIALECTS)[number];

const SEPARATOR: Readonly<Record<CsvDialect, string>> = { standard: ',', excel: ';' };
const BYTE_ORDER_MARK = '\uFEFF';

/** What a spreadsheet would run as a formula; a plain negative number is none, nor is a lone dash, with which Alseco fills an empty name. */
const FORMULA = /^(?:[=+@\t\r]|-(?!$|\d+(?:\.\d+)?$))/;

/** One line with its end. Cells come from the outside: those that a spreadsheet would run are made text by an apostrophe. */
export function csvLine(cells: readonly string[], dialect: CsvDialect): string {
  return `${cells.map((cell) => quoted(FORMULA.test(cell) ? `'${cell}` : cell)).join(SEPARATOR[dialect])}\r\n`;
}

export const csvStart = (dialect: CsvDialect): string => (dialect === 'excel' ? BYTE_ORDER_MARK : '');

const quoted = (cell: string): string => (/[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
