import fc from 'fast-check';
import { isLosslessNumber, parseJson, printJson } from '../../src/wire/json';

describe('numbers', () => {
  test.each(['638405063993273260', '9007199254740993', '238345.44090000000001', '0.0021598272', '11.51933037984', '-1100000', '100.0'])(
    '%s comes and goes unharmed',
    (text) => {
      const read = parseJson(text);
      expect(isLosslessNumber(read) && read.toString()).toBe(text);
      expect(printJson(read)).toBe(text);
    },
  );

  test('of any length survive in any JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^-?(0|[1-9]\d{0,29})(\.\d{1,29})?$/), { maxKeys: 10 }),
        (fields) => {
          const text = `{${Object.entries(fields)
            .map(([name, digits]) => `"${name}":${digits}`)
            .join()}}`;
          expect(printJson(parseJson(text))).toBe(text);
        },
      ),
    );
  });
});

describe('what is no JSON', () => {
  test.each(['', ' ', '{', '[1,]', '{"a":1}}', 'nul', '{"a":1,"a":2}', "{'a':1}", '{"a":01}', '<html></html>'])('%j is refused', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test('32 levels are read, 33 are not, and brackets inside text do not count', () => {
    expect(() => parseJson('['.repeat(32) + ']'.repeat(32))).not.toThrow();
    expect(() => parseJson('['.repeat(33) + ']'.repeat(33))).toThrow('deeper than 32');
    expect(() => parseJson('['.repeat(1_000_000))).toThrow('deeper than 32');
    expect(() => parseJson(JSON.stringify(`\\"${'['.repeat(100)}`))).not.toThrow();
  });

  test('__proto__ is a name like any other and changes no object', () => {
    parseJson('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const read = parseJson('{"__proto__":{"AgentId":1}}') as Record<string, unknown>;
    expect(read['AgentId']).toBeUndefined();
  });

  test('nothing to print is an error', () => {
    expect(() => printJson(undefined)).toThrow(TypeError);
  });
});
