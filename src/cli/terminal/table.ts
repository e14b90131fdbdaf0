/** Tables for people: aligned, at most 120 columns wide, right for Cyrillic and Kazakh (one column a letter, none a combining mark). */
export const LINE_WIDTH = 120;
const GAP = '  ';
const SMALLEST = 8;

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Times, ids and sums: cut only where nothing else can give way. */
  readonly keep?: boolean;
}

/** Values of the outside may hold anything: line ends, control and direction characters would break the table or the terminal. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').normalize('NFC');

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** Columns of a terminal that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += /\p{M}/u.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

/** Cut to `width` columns, with "…" where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const letter of text) {
    const more = widthOf(letter);
    if (used + more > width - 1) break;
    kept += letter;
    used += more;
  }
  return `${kept}…`;
}

/** Breaks at spaces so that each line takes at most `width` columns; a longer word stands alone. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The lines of a table: the widest columns give way until it fits, and what is cut ends with "…". */
export function table(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>, width = LINE_WIDTH): string[] {
  const cells = [columns.map((column) => column.title), ...rows].map((row) => columns.map((_, at) => clean(row[at] ?? '')));
  const widths = fitted(
    columns,
    columns.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at] ?? '')))),
    width - GAP.length * (columns.length - 1),
  );
  return cells.map((row) =>
    row
      .map((cell, at) => padded(cut(cell, widths[at] ?? 0), widths[at] ?? 0, columns[at]?.right === true))
      .join(GAP)
      .trimEnd(),
  );
}

function fitted(columns: readonly Column[], wanted: readonly number[], room: number): number[] {
  const widths = [...wanted];
  const over = () => widths.reduce((a, b) => a + b, 0) - room;
  for (const kept of [false, true]) {
    for (let more = over(); more > 0; more--) {
      const shrinkable = widths.map((width, at) => ((columns[at]?.keep === true) === kept && width > SMALLEST ? width : 0));
      const widest = shrinkable.indexOf(Math.max(...shrinkable));
      if (!shrinkable[widest]) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

/** `name  value` lines for one thing; long values are broken and indented. */
export function fields(pairs: ReadonlyArray<readonly [string, string | null | undefined]>, width = LINE_WIDTH): string[] {
  const shown = pairs.flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [[name, clean(value)] as const]));
  const indent = Math.max(0, ...shown.map(([name]) => widthOf(name))) + GAP.length;
  return shown.flatMap(([name, value]) =>
    wrapText(value, width - indent).map((line, at) => (at === 0 ? padded(name, indent, false) : ' '.repeat(indent)) + line),
  );
}
