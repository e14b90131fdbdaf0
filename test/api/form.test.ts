import fc from 'fast-check';
import { readForm } from '../../src/api/partner/form';
import { FORM_FIELDS, type Form } from '../../src/contracts/partner-api';

const TYPE = 'application/x-www-form-urlencoded';
const read = (body: string | Buffer) => readForm(TYPE, Buffer.from(body));

const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !value.includes('\0') && Buffer.from(value).toString() === value);
const fields: fc.Arbitrary<Form> = fc.dictionary(fc.constantFrom(...FORM_FIELDS), text) as fc.Arbitrary<Form>;

test('what a client encodes is read back exactly', () => {
  fc.assert(
    fc.property(fields, (form) => {
      const body = new URLSearchParams(Object.entries(form)).toString();
      expect(read(body)).toEqual({ fields: { ...form }, fault: null });
    }),
    { numRuns: 500 },
  );
});

test('every byte may be percent-encoded or not: the result is the same', () => {
  fc.assert(
    fc.property(text, fc.infiniteStream(fc.boolean()), (value, encode) => {
      const picks = encode[Symbol.iterator]();
      const bytes = [...Buffer.from(value, 'utf8')].map((byte) => {
        const mustEncode = '%&+='.includes(String.fromCharCode(byte)) || byte === 0x20;
        return mustEncode || picks.next().value ? Buffer.from(`%${byte.toString(16).padStart(2, '0')}`) : Buffer.from([byte]);
      });
      expect(read(Buffer.concat([Buffer.from('Account='), ...bytes]))).toEqual({ fields: { Account: value }, fault: null });
    }),
  );
});

test('any bytes at all are read or faulted, never thrown at, and give known fields only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const { fields, fault } = read(Buffer.from(bytes));
      expect(Object.keys(fields).every((name) => (FORM_FIELDS as readonly string[]).includes(name))).toBe(true);
      expect(fault === null || fault.length > 0).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('a field that stands twice is a fault and counts as neither', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORM_FIELDS), text, text, (name, first, second) => {
      const { fields, fault } = read(
        new URLSearchParams([
          [name, first],
          ['TransactionID2', '1'],
          [name, second],
        ]).toString(),
      );
      expect(fault).toContain('повторяется');
      expect(fields[name]).toBeUndefined();
    }),
  );
});

test('64 fields are read, 65 are not', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=${at}`).join('&');
  expect(read(many(64)).fault).toBeNull();
  expect(read(many(65)).fault).toContain('64');
});

test('names of objects’ own machinery are fields like others', () => {
  const { fields, fault } = read('__proto__=1&constructor=2&toString=3&AgentID=144');
  expect({ fields, fault }).toEqual({ fields: { AgentID: '144' }, fault: null });
});
