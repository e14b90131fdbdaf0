/** A GIF of text lines, black on white, each letter five by seven dots at double size. */
export function printedGif(lines: readonly string[]): Buffer {
  const columns = Math.max(1, ...lines.map((line) => line.length));
  const width = (columns * CELL_WIDTH + 2 * MARGIN) * SCALE;
  const height = (lines.length * CELL_HEIGHT + 2 * MARGIN) * SCALE;
  const dots = Buffer.alloc(width * height, WHITE);
  for (const [row, line] of lines.entries()) for (const [column, letter] of [...line].entries()) draw(dots, width, letter, column, row);
  return Buffer.concat([head(width, height), compressed(dots), Buffer.from(';')]);
}

const WHITE = 0;
const BLACK = 1;
const SCALE = 2;
const MARGIN = 6;
const CELL_WIDTH = 6;
const CELL_HEIGHT = 11;
const GLYPH_ROWS = 7;

/** Five columns of a letter as two hex digits each, the lowest bit on top. */
const GLYPHS: Readonly<Record<string, string>> = {
  '-': '0808080808',
  '.': '0060600000',
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
};

function draw(dots: Buffer, width: number, letter: string, column: number, row: number): void {
  const glyph = Buffer.from(GLYPHS[letter] ?? '', 'hex');
  for (const [x, bits] of glyph.entries())
    for (let y = 0; y < GLYPH_ROWS; y++) if (bits & (1 << y)) square(dots, width, MARGIN + column * CELL_WIDTH + x, MARGIN + row * CELL_HEIGHT + y);
}

function square(dots: Buffer, width: number, x: number, y: number): void {
  for (let down = 0; down < SCALE; down++) {
    const start = (y * SCALE + down) * width + x * SCALE;
    dots.fill(BLACK, start, start + SCALE);
  }
}

/** Colours are counted in seven bits, so that a code is exactly a byte as long as the table of codes is emptied in time. */
const COLOUR_BITS = 7;
const CLEAR = 1 << COLOUR_BITS;
const END = CLEAR + 1;
const CODES_BETWEEN_CLEARS = 120;
const BLOCK_BYTES = 255;

function head(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  const colours = Buffer.alloc(3 << COLOUR_BITS);
  colours.fill(255, 0, 3);
  const screen = Buffer.from([0x80 | (COLOUR_BITS - 1), 0, 0]);
  return Buffer.concat([Buffer.from('GIF89a'), size, screen, colours, Buffer.from([0x2c, 0, 0, 0, 0]), size, Buffer.from([0, COLOUR_BITS])]);
}

function compressed(dots: Buffer): Buffer {
  const codes: number[] = [];
  for (let at = 0; at < dots.length; at += CODES_BETWEEN_CLEARS) codes.push(CLEAR, ...dots.subarray(at, at + CODES_BETWEEN_CLEARS));
  const bytes = Buffer.from([...codes, END]);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}
