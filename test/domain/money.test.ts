import Big from 'big.js';
import fc from 'fast-check';
import {
  add,
  agentAmount,
  compare,
  convert,
  divideHalfUp,
  isNegative,
  isZero,
  type Money,
  money,
  negate,
  percentOf,
  printMoney,
  rate,
  roundHalfUp,
  roundUp,
  subtract,
  sum,
  twoPlaces,
  ZERO,
} from '../../src/domain/money';

/** Decimal text with up to 12 digits before and `places` after the point, and the same value in units of the last place. */
const decimals = (places: number) =>
  fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(0n, 10n ** BigInt(places) - 1n)).map(([whole, fraction]) => {
    const units = whole < 0n ? whole * 10n ** BigInt(places) - fraction : whole * 10n ** BigInt(places) + fraction;
    return { text: shown(units, places), units };
  });

function shown(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${text}` : text;
}

const same = (a: Money, b: string) => expect(compare(a, money(b))).toBe(0);

describe('the documents’ own numbers are exact', () => {
  test('AmountOnClient of 5333.45 at 0.0021598272', () => {
    expect(convert(money('5333.45'), rate('0.0021598272'))).toBe('11.51933037984');
    expect(convert(money('100'), rate('0.0021598272'))).toBe('0.21598272');
  });

  test('CalculatedSum of 10 at 0.0021598272 to nine places', () => {
    expect(divideHalfUp(money('10'), rate('0.0021598272'), 9)).toBe('4630.000029632');
  });

  test('a voucher’s OrderAmount rounded up to 0.01', () => {
    expect(roundUp(money('238345.4409'), 2)).toBe('238345.45');
    expect(roundUp(money('5333.4471'), 2)).toBe('5333.45');
    expect(roundUp(money('100'), 2)).toBe('100');
    expect([roundHalfUp(money('-0.001'), 2), negate(money('0')), subtract(money('1'), money('1.00'))]).toEqual(['0', '0', '0']);
    expect(roundUp(money('100.0000000001'), 2)).toBe('100.01');
  });

  test.each([
    ['100', '100.0'],
    ['4714.00', '4714.0'],
    ['5333.450', '5333.45'],
    ['0', '0.0'],
    ['0.0021598272', '0.0021598272'],
    ['719190.223', '719190.223'],
  ])('%s is printed as %s', (text, expected) => {
    expect(printMoney(money(text))).toBe(expected);
  });
});

describe('reading', () => {
  test.each(['', ' 1', '1 ', '1,5', '1e5', '+1', '.5', '5.', '0x10', '--1', 'NaN', 'Infinity', '1\n', '١', '1'.repeat(21), `0.${'1'.repeat(31)}`])(
    '%j is no amount and the error names it',
    (text) => {
      expect(() => money(text)).toThrow(RangeError);
      expect(() => money(text)).toThrow(JSON.stringify(text.slice(0, 40)));
    },
  );

  test.each(['-0', '-0.00', '0.0', '00'])('%s is zero and has no sign', (text) => {
    expect(money(text)).toBe('0');
    expect(isZero(money(text))).toBe(true);
    expect(isNegative(money(text))).toBe(false);
  });

  test('a long text is named by its beginning', () => {
    expect(() => money('x'.repeat(60))).toThrow(`: ${JSON.stringify('x'.repeat(40))}`);
  });

  test('zero and a sign are told from what is near them', () => {
    expect([isZero(money('0.01')), isZero(money('-0.01'))]).toEqual([false, false]);
    expect([isNegative(money('-0.01')), isNegative(money('0.01'))]).toEqual([true, false]);
  });

  test('a JavaScript number is never reckoned with', () => {
    expect(() => add(0.1 as unknown as Money, money('0.2'))).toThrow(TypeError);
  });

  test.each(['0', '-1', '0.000'])('%s is no rate', (text) => {
    expect(() => rate(text)).toThrow('not a rate above zero');
  });

  test.each([
    ['180.00', '180'],
    ['100', '100'],
    ['0.5', '0.5'],
    ['0012.50', '12.5'],
    ['9999999999999.99', '9999999999999.99'],
  ])('an agent may send %s', (text, expected) => {
    expect(agentAmount(text)).toBe(expected);
  });

  test.each(['100.001', '1e2', '100,5', '+1', '-1', '', ' 1', '1 ', '10000000000000', '1.', '.1', '1\u00a0000'])(
    'an agent may not send %j',
    (text) => {
      expect(agentAmount(text)).toBeNull();
    },
  );

  test('no text but a decimal is ever read, and what is read comes back the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,20}(\.\d{1,30})?$/)), (text) => {
        if (!/^-?\d{1,20}(\.\d{1,30})?$/.test(text)) return void expect(() => money(text)).toThrow(RangeError);
        const read = money(text);
        expect(money(read)).toBe(read);
        expect(read).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });
});

describe('arithmetic agrees with whole numbers of the last place', () => {
  test('sums, differences and comparison', () => {
    fc.assert(
      fc.property(decimals(7), decimals(7), (a, b) => {
        same(add(money(a.text), money(b.text)), shown(a.units + b.units, 7));
        same(subtract(money(a.text), money(b.text)), shown(a.units - b.units, 7));
        same(negate(money(a.text)), shown(-a.units, 7));
        expect(compare(money(a.text), money(b.text))).toBe(a.units < b.units ? -1 : a.units > b.units ? 1 : 0);
      }),
    );
  });

  test('a list adds up in any order, and an empty one is zero', () => {
    fc.assert(
      fc.property(fc.array(decimals(2), { maxLength: 30 }), (list) => {
        const total = shown(
          list.reduce((all, one) => all + one.units, 0n),
          2,
        );
        same(sum(list.map((one) => money(one.text))), total);
        same(sum(list.map((one) => money(one.text)).reverse()), total);
      }),
    );
    expect(sum([])).toBe(ZERO);
  });

  test('products of amount and rate, and percents, lose nothing', () => {
    fc.assert(
      fc.property(decimals(2), fc.bigInt(1n, 10n ** 12n), (amount, units) => {
        same(convert(money(amount.text), rate(shown(units, 10))), shown(amount.units * units, 12));
        same(percentOf(money(amount.text), money(shown(units, 4))), shown(amount.units * units, 8));
      }),
    );
  });

  test('a quotient is half up to its last place, never rounded twice', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n), fc.bigInt(10n ** 5n, 10n ** 12n), fc.integer({ min: 0, max: 12 }), (amount, by, places) => {
        // amount/100 ÷ by/10^10 in units of 10^-places is amount·10^(8+places) / by.
        const numerator = amount * 10n ** BigInt(8 + places);
        const halfUp = (2n * numerator + by) / (2n * by);
        same(divideHalfUp(money(shown(amount, 2)), rate(shown(by, 10)), places), shown(halfUp, places));
        same(divideHalfUp(money(shown(-amount, 2)), rate(shown(by, 10)), places), shown(-halfUp, places));
      }),
    );
  });

  test.each([
    ['1', '8', 2, '0.13'],
    ['1', '3', 9, '0.333333333'],
    ['2', '3', 9, '0.666666667'],
    ['0.0049999999', '1', 2, '0'],
    ['0.005', '1', 2, '0.01'],
  ])('%s / %s to %i places is %s', (amount, by, places, expected) => {
    expect(divideHalfUp(money(amount), rate(by), places)).toBe(expected);
  });

  test('rounding half up and up agree with whole numbers', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n), (units) => {
        same(roundHalfUp(money(shown(units, 4)), 2), shown((units + 50n) / 100n, 2));
        same(roundUp(money(shown(units, 4)), 2), shown((units + 99n) / 100n, 2));
      }),
    );
  });
});

describe('two places', () => {
  test.each([
    ['100', '100.00'],
    ['0.5', '0.50'],
    ['-3.1', '-3.10'],
  ])('%s is shown as %s', (text, expected) => {
    expect(twoPlaces(money(text))).toBe(expected);
  });

  test('an amount with more is refused, not rounded', () => {
    expect(() => twoPlaces(money('238345.4409'))).toThrow('more than two places: 238345.4409');
  });
});

test('a decimal has one spelling: the one that the arithmetic prints', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?[01]{0,3}\d{1,10}(\.\d{0,6}[05]{1,3})?$/), (text) => {
      const spelled = new Big(text).toFixed();
      expect(money(text)).toBe(spelled === '-0' ? '0' : spelled);
    }),
    { numRuns: 1_000 },
  );
  for (const [text, spelled] of [
    ['-0.00', '0'],
    ['000.10', '0.1'],
    ['10', '10'],
    ['-00.5', '-0.5'],
    ['100.00', '100'],
  ] as const)
    expect(money(text)).toBe(spelled);
});
