import { GLYPH_COLUMNS, GLYPH_DESCENT, GLYPH_ROWS, glyph } from './bill-font';

const FONT_SIZE = 11;
const LINE_HEIGHT = 16;
const LEFT = 50;
const TOP = 780;
/** A letter's cell: its dots and the space to the next one. */
const CELL = GLYPH_COLUMNS + 1;
/** What a viewer must not show as a white line between two black dots. */
const OVERLAP = '1.05';
/** Objects 1 to 4 are the catalog, the pages, the font and its map to Unicode. */
const FIRST_LETTER = 5;

/** A PDF of text lines, one page per bill. Its letters are a font of its own (Type 3), with the map that searching and copying need. */
export function printedPdf(bills: ReadonlyArray<readonly string[]>): Buffer {
  const letters = [...new Set(bills.flat().join(''))].sort();
  const codes = codesOf(letters);
  const pageAt = (page: number): number => FIRST_LETTER + letters.length + page * 2;
  const pages = bills.flatMap((lines, page) => [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${pageAt(page) + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    stream(`BT /F1 ${FONT_SIZE} Tf ${LINE_HEIGHT} TL ${LEFT} ${TOP} Td ${lines.map((line) => `(${encoded(line, codes)}) Tj T*`).join(' ')} ET`),
  ]);
  return file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${bills.map((_, page) => `${pageAt(page)} 0 R`).join(' ')}] /Count ${bills.length} >>`,
    font(letters, codes),
    stream(unicodeMap(codes)),
    ...letters.map((letter) => stream(drawn(letter))),
    ...pages,
  ]);
}

/** Latin letters, digits and signs keep their ASCII code; the others get the codes above, in order. */
function codesOf(letters: readonly string[]): ReadonlyMap<string, number> {
  const others = letters.filter((letter) => letter > '~');
  if (others.length > 0x80) throw new RangeError('a bill of more than 128 letters beyond ASCII');
  return new Map(letters.map((letter) => [letter, letter > '~' ? 0x80 + others.indexOf(letter) : letter.charCodeAt(0)]));
}

const encoded = (line: string, codes: ReadonlyMap<string, number>): string =>
  [...line].map((letter) => String.fromCharCode(codes.get(letter) ?? 0x20).replace(/[()\\]/, '\\$&')).join('');

const FIRST_CODE = 0x20;
const LAST_CODE = 0xff;

function font(letters: readonly string[], codes: ReadonlyMap<string, number>): string {
  const named = letters.map((letter, at) => ({ code: codes.get(letter) ?? 0, object: FIRST_LETTER + at }));
  const differences = named.map(({ code }) => `${code} /g${code}`).join(' ');
  const widths = Array.from({ length: LAST_CODE - FIRST_CODE + 1 }, () => CELL).join(' ');
  const matrix = `[${1 / GLYPH_ROWS} 0 0 ${1 / GLYPH_ROWS} 0 0]`;
  return [
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 ${-GLYPH_DESCENT} ${CELL} ${GLYPH_ROWS}] /FontMatrix ${matrix} /Resources << >>`,
    `/CharProcs << ${named.map(({ code, object }) => `/g${code} ${object} 0 R`).join(' ')} >>`,
    `/Encoding << /Type /Encoding /Differences [${differences}] >>`,
    `/FirstChar ${FIRST_CODE} /LastChar ${LAST_CODE} /Widths [${widths}] /ToUnicode 4 0 R >>`,
  ].join('\n');
}

/** One letter: its black dots, each column's runs as one rectangle. */
function drawn(letter: string): string {
  const rectangles = glyph(letter).flatMap((column, x) =>
    runs(column).map(({ from, to }) => `${x} ${GLYPH_ROWS - GLYPH_DESCENT - to} ${OVERLAP} ${to - from} re`),
  );
  return [`${CELL} 0 0 ${-GLYPH_DESCENT} ${CELL} ${GLYPH_ROWS} d1`, ...rectangles, ...(rectangles.length > 0 ? ['f'] : [])].join('\n');
}

function runs(column: readonly boolean[]): Array<{ from: number; to: number }> {
  const found: Array<{ from: number; to: number }> = [];
  for (const [row, black] of column.entries()) {
    const last = found.at(-1);
    if (black && last?.to === row) last.to = row + 1;
    else if (black) found.push({ from: row, to: row + 1 });
  }
  return found;
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
/** At most a hundred pairs stand in one block of such a map. */
const PAIRS = 100;

function unicodeMap(codes: ReadonlyMap<string, number>): string {
  const pairs = [...codes].map(([letter, code]) => `<${hex(code, 2)}> <${hex(letter.charCodeAt(0), 4)}>`);
  const blocks = Array.from({ length: Math.ceil(pairs.length / PAIRS) }, (_, at) => pairs.slice(at * PAIRS, (at + 1) * PAIRS));
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Bill def /CMapType 2 def',
    '1 begincodespacerange <00> <ff> endcodespacerange',
    ...blocks.map((block) => `${block.length} beginbfchar ${block.join(' ')} endbfchar`),
    'endcmap end end',
  ].join('\n');
}

const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

/** Objects numbered from one, with the table that says where each stands. Every character is one byte. */
function file(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, at) => {
    const start = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
