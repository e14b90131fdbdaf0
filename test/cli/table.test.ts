import fc from 'fast-check';
import { shownAge, shownMoney, shownTime } from '../../src/cli/terminal/shown';
import { clean, cut, fields, LINE_WIDTH, table, widthOf, wrapText } from '../../src/cli/terminal/table';
import { money } from '../../src/domain/money';

test('columns line up under Russian and Kazakh letters', () => {
  const lines = table(
    [{ title: 'name' }, { title: 'sum', right: true }, { title: 'what' }],
    [
      ['Әлия Құдайбергенқызы', '5.00', 'төлем'],
      ['Steam', '90000.00', 'Транзакция успешна'],
    ],
  );
  expect(lines).toEqual([
    'name                       sum  what',
    'Әлия Құдайбергенқызы      5.00  төлем',
    'Steam                 90000.00  Транзакция успешна',
  ]);
});

test('a combining mark takes no column and a wide letter two', () => {
  expect([widthOf('й'), widthOf('и\u0306'), widthOf('値')]).toEqual([1, 1, 2]);
});

test('a table never passes 120 columns, and what is cut ends with an ellipsis', () => {
  const word = fc.string({ maxLength: 80, unit: fc.constantFrom('a', 'Ж', 'ң', ' ', '1', '値') });
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word, word), { minLength: 1, maxLength: 5 }), (rows) => {
      const lines = table([{ title: 'one' }, { title: 'two', right: true }, { title: 'three' }, { title: 'four' }], rows);
      expect(lines).toHaveLength(rows.length + 1);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(LINE_WIDTH);
    }),
  );
  expect(cut('Құрметті', 4)).toBe('Құр…');
});

test('ids, times and sums stay whole while other columns can give way', () => {
  const columns = [{ title: 'id', keep: true }, { title: 'text' }, { title: 'sum', right: true, keep: true }];
  expect(table(columns, [['payment:144:900000000000000000', 'a long story '.repeat(20), '5610.18']], 60)).toEqual([
    'id                              text                     sum',
    'payment:144:900000000000000000  a long story a lon…  5610.18',
  ]);
});

test('nothing of the outside can move the cursor or break a line', () => {
  const evil = 'a\u001b[2Jb\r\nc\u202ed\u0000';
  expect(clean(evil)).toBe('a [2Jb c d ');
  expect(table([{ title: 'x' }], [[evil]]).join('|')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('long texts are broken at spaces and lose no word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zа-я]{1,12}$/), { minLength: 1, maxLength: 40 }), (words) => {
      const lines = wrapText(words.join(' '), 30);
      expect(lines.join(' ')).toBe(words.join(' '));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(30);
    }),
  );
});

test('fields without a value are left out', () => {
  expect(
    fields([
      ['name', 'Steam'],
      ['paused', null],
      ['empty', ''],
    ]),
  ).toEqual(['name  Steam']);
});

test.each([
  ['100', '100.00'],
  ['5333.450000', '5333.45'],
  ['11.51933037984', '11.51933037984'],
  ['-0.5', '-0.50'],
])('%s is shown as %s', (amount, shown) => {
  expect(shownMoney(money(amount))).toBe(shown);
});

test('times are the reader’s zone’s, also across the change of Almaty’s offset', () => {
  expect(shownTime('Asia/Almaty', '2024-02-29T17:59:59.123456Z')).toBe('2024-02-29 23:59:59');
  expect(shownTime('Asia/Almaty', '2024-02-29T18:00:00Z')).toBe('2024-02-29 23:00:00');
  expect(shownTime('Asia/Almaty', '2024-03-01T18:00:00Z')).toBe('2024-03-01 23:00:00');
  expect(shownTime('Asia/Almaty', null)).toBe('');
});

test('ages are told in the largest whole unit', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(
    ['2026-11-21T11:59:48Z', '2026-11-21T11:55:00Z', '2026-11-21T09:30:00Z', '2026-11-18T11:00:00Z', '2026-11-21T12:00:09Z'].map((at) =>
      shownAge(at, now, 'en'),
    ),
  ).toEqual(['12 s', '5 min', '2 h', '3 d', '0 s']);
});
