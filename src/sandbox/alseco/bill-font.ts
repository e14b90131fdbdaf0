/**
 * The letters of a printed bill: Latin, Russian and Kazakh capitals, digits and signs, each five dots wide and seven high with an
 * eighth row for what hangs below the line. Drawn here, because neither PDF nor GIF brings letters of its own for Cyrillic.
 */
export const GLYPH_COLUMNS = 5;
export const GLYPH_ROWS = 8;
/** Rows that hang below the line. */
export const GLYPH_DESCENT = 1;

/** Which dots of a letter are black, column by column from the left, each from the top. */
export function glyph(letter: string): readonly (readonly boolean[])[] {
  const drawn = GLYPHS[SAME[letter] ?? letter] ?? (letter === ' ' ? BLANK : GLYPHS['?']);
  return [...Buffer.from(drawn ?? BLANK, 'hex')].map((bits) => Array.from({ length: GLYPH_ROWS }, (_, row) => (bits & (1 << row)) !== 0));
}

/** A text as these letters can show it: in capitals. */
export const printable = (text: string): string => text.toUpperCase();

const BLANK = '0000000000';

/** Cyrillic letters that look like Latin ones. */
const SAME: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  Ү: 'Y',
  І: 'I',
};

/** Five columns of a letter as two hex digits each, the lowest bit on top. */
const GLYPHS: Readonly<Record<string, string>> = {
  '"': '0007000700',
  '%': '6313086463',
  "'": '0000070000',
  '(': '001c224100',
  ')': '0041221c00',
  '*': '2a1c3e1c2a',
  '+': '08083e0808',
  ',': '00a0600000',
  '-': '0808080808',
  '.': '0060600000',
  '/': '6010080403',
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
  ':': '0036360000',
  ';': '0056360000',
  '=': '1414141414',
  '?': '0201590906',
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
  _: '4040404040',
  '|': '00007f0000',
  '«': '08142a1422',
  '»': '22142a1408',
  Ё: '7c55545544',
  Б: '7f49494931',
  Г: '7f01010101',
  Д: 'c07e417fc0',
  Ж: '63147f1463',
  З: '2241494936',
  И: '7f1008047f',
  Й: '7c2112097c',
  Л: '403e01017f',
  П: '7f0101017f',
  У: '074848483f',
  Ф: '1c227f221c',
  Ц: '7f40407fc0',
  Ч: '070808087f',
  Ш: '7f407f407f',
  Щ: '7f407f40ff',
  Ъ: '017f484830',
  Ы: '7f4830007f',
  Ь: '7f48484830',
  Э: '224149493e',
  Ю: '7f083e413e',
  Я: '462919097f',
  Ґ: '7e02020203',
  Ғ: '7f09090901',
  Қ: '7f081422c1',
  Ң: '7f080808ff',
  Ұ: '1314781413',
  Һ: '7f08040478',
  Ә: '3a4949493e',
  Ө: '3e4949493e',
  '№': '7f02045f54',
};
