import fc from 'fast-check';
import { z } from 'zod';
import { wireId, wireInt, wireMoney, wireRate } from '../../src/contracts/numbers';
import { money, rate } from '../../src/domain/money';
import { LosslessNumber, parseJson, printJson } from '../../src/wire/json';

const number = (text: string) => new LosslessNumber(text);

describe('ids', () => {
  test('are text inside and numbers on the wire', () => {
    expect(wireId.decode(number('638405063993273260'))).toBe('638405063993273260');
    expect(printJson(z.encode(wireId, '638405063993273260'))).toBe('638405063993273260');
  });

  test('a sender that quotes one is understood', () => {
    expect(wireId.decode('112')).toBe('112');
  });

  test.each(['1.5', '1e5', '1'.repeat(31)])('%s is none', (text) => {
    expect(wireId.safeDecode(number(text)).success).toBe(false);
  });

  test.each([null, undefined, true, {}, [], 112, '', ' 1', 'x'])('%j is none', (value) => {
    expect(wireId.safeDecode(value as never).success).toBe(false);
  });
});

describe('money', () => {
  test.each([
    ['100.0', '100', '100.0'],
    ['4714.25', '4714.25', '4714.25'],
    ['5000.00', '5000', '5000.0'],
    ['238345.4409', '238345.4409', '238345.4409'],
    ['1E-05', '0.00001', '0.00001'],
    ['-1.25E+2', '-125', '-125.0'],
    ['1.5e3', '1500', '1500.0'],
    ['0e0', '0', '0.0'],
  ])('%s is %s inside and %s when printed', (wire, inside, printed) => {
    const read = wireMoney.decode(number(wire));
    expect(read).toBe(inside);
    expect(printJson(z.encode(wireMoney, read))).toBe(printed);
  });

  test('an exponent that would fill the memory is refused', () => {
    for (const text of ['1e99', '1e999999999', '1e-99']) expect(wireMoney.safeDecode(number(text)).success).toBe(false);
  });

  test('that is no number is refused with a reason, never thrown', () => {
    const read = wireMoney.safeDecode('12,5' as never);
    expect(read.success).toBe(false);
  });

  test('goes round any amount', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,15}\.\d{1,10}$/), (text) => {
        const amount = money(text);
        return wireMoney.decode(parseJson(printJson(z.encode(wireMoney, amount))) as LosslessNumber) === amount;
      }),
    );
  });
});

test('a rate is above zero', () => {
  expect(wireRate.decode(number('0.0021598272'))).toBe(rate('0.0021598272'));
  for (const text of ['0.0', '-1.0']) expect(wireRate.safeDecode(number(text)).success).toBe(false);
});

test('a count is a small whole number', () => {
  expect(wireInt.decode(number('-503'))).toBe(-503);
  expect(wireInt.decode('10')).toBe(10);
  for (const text of ['1.5', '12345678901', '1e2']) expect(wireInt.safeDecode(number(text)).success).toBe(false);
});
