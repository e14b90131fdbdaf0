import { glyph } from './bill-font';

/** A GIF of text lines, black on white, the letters at double size. */
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

function draw(dots: Buffer, width: number, letter: string, column: number, row: number): void {
  for (const [x, blacks] of glyph(letter).entries())
    for (const [y, black] of blacks.entries()) if (black) square(dots, width, MARGIN + column * CELL_WIDTH + x, MARGIN + row * CELL_HEIGHT + y);
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
  const clears = Math.ceil(dots.length / CODES_BETWEEN_CLEARS);
  const bytes = Buffer.alloc(dots.length + clears + 1, END);
  for (let at = 0; at < clears; at++) {
    const start = at * (CODES_BETWEEN_CLEARS + 1);
    bytes[start] = CLEAR;
    dots.copy(bytes, start + 1, at * CODES_BETWEEN_CLEARS, (at + 1) * CODES_BETWEEN_CLEARS);
  }
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}
