import fc from 'fast-check';
import { agentId, maskedAccount, requestId, requestOf, serviceId, sysRef, transactionId } from '../../src/domain/ids';

describe('a TransactionID', () => {
  test.each(['1', '112', '6527505296357515', '999999999999999999'])('%s is taken as it is', (text) => {
    expect(transactionId(text)).toBe(text);
  });

  test.each(['', '0', '000', '-112', '+112', ' 112', '112 ', '112\n', '1.0', '1e3', '0x1', '1234567890123456789', '١١٢', '0000000000000000112'])(
    '%j is none',
    (text) => {
      expect(transactionId(text)).toBeNull();
    },
  );

  test('with leading zeros is the number it is', () => {
    expect(transactionId('0112')).toBe('112');
  });

  test('of 1 to 18 digits is the same number for ever, beyond 2^53 too', () => {
    fc.assert(fc.property(fc.bigInt(1n, 10n ** 18n - 1n), (number) => transactionId(String(number)) === String(number)));
  });

  test('is nothing but digits', () => {
    fc.assert(fc.property(fc.string(), (text) => /^\d{1,18}$/.test(text) || transactionId(text) === null));
  });
});

test.each([agentId, serviceId])('agents and services are positive numbers of at most nine digits', (read) => {
  expect(read('144')).toBe('144');
  expect(read('999999999')).toBe('999999999');
  for (const bad of ['', '0', '0144', '1000000000', '-1', '14 4', 'x']) expect(read(bad)).toBeNull();
});

describe('a RequestID', () => {
  test('is the day and nine digits, 15 in all, and a TransactionID for the upstream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (random) => {
        const id = requestId('261121', String(random).padStart(9, '0'));
        return id.length === 15 && String(transactionId(id)) === id;
      }),
    );
  });

  test.each([
    ['2026-11', '123456789'],
    ['261121', '12345678'],
    ['261121', '1234567890'],
    ['26112', '123456789'],
    ['261121', '12345678x'],
    ['x261121', '123456789'],
    ['261121x', '123456789'],
  ])('is not made of %j and %j', (day, random) => {
    expect(() => requestId(day, random)).toThrow(new RangeError(`not the parts of a RequestID: ${day} ${random}`));
  });
});

describe('a SysRef', () => {
  const request = requestId('261121', '000000007');
  test('is prefix, RequestID and document number', () => {
    expect(sysRef('TLM', request, 1)).toBe('TLM2611210000000071');
  });

  test('of another document or payment is another one', () => {
    const refs = new Set([sysRef('TLM', request, 1), sysRef('TLM', request, 2), sysRef('TLM', requestId('261121', '000000008'), 1)]);
    expect(refs.size).toBe(3);
  });

  test.each([
    ['TLM2611210000000071', '261121000000007'],
    ['TLM26112100000000712', '261121000000007'],
    ['X261121000000007123', '261121000000007'],
  ])('names its payment: %s', (reference, named) => {
    expect(requestOf(reference)).toBe(named);
  });

  test.each(['', 'TLM', 'TLM261121000000007', 'TLM2611210000000070', 'TLM2611210000000071/2', '847076835'])('%j names none', (reference) => {
    expect(requestOf(reference)).toBeNull();
  });

  test('is never longer than 50 characters', () => {
    expect(sysRef('P'.repeat(34), request, 1)).toHaveLength(50);
    expect(() => sysRef('P'.repeat(34), request, 10)).toThrow('longer than 50');
  });
});

describe('a masked account', () => {
  test.each([
    ['7898380', '78…80'],
    ['galek10', 'ga…10'],
    ['abcdef', 'ab…ef'],
    ['abc', 'a…c'],
    ['ab', '…'],
    ['', '…'],
  ])('%j is shown as %s', (account, shown) => {
    expect(maskedAccount(account)).toBe(shown);
  });

  test('shows at most four characters', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (account) => maskedAccount(account).length <= 5));
  });
});
