import { classify, plainSpelling, type References, requestsIn } from '../../../src/domain/bank-day/reference';
import { isUnlike } from '../../../src/domain/bank-day/tally';
import { refOf, requestNo } from './world';

/** The registry knows the documents 1 of payments 1 and 2, and of payment 3 nothing but its number. */
const DOCUMENTS = [refOf(1), refOf(2)];
const KNOWN: References = {
  isDocument: (text) => DOCUMENTS.includes(text),
  isPayment: (request) => [1, 2, 3].map(requestNo).includes(request),
  beginningWith: (text) => DOCUMENTS.filter((one) => one.startsWith(text)),
  spelled: (text) => DOCUMENTS.find((one) => plainSpelling(one) === text) ?? null,
  isOurShape: (text) => /^TLM\d{15}[1-9]\d{0,2}$/.test(text),
};

test.each<[string, string]>([
  [refOf(1), 'document'],
  [refOf(1, 2), 'of a payment'],
  [refOf(3), 'of a payment'],
  [refOf(9), 'of no payment'],
  [refOf(1).toLowerCase(), 'mangled'],
  [`${refOf(1).slice(0, 7)} ${refOf(1).slice(7)}`, 'mangled'],
  [`\t${refOf(1)}\n`, 'mangled'],
  [refOf(1).slice(0, -1), 'mangled'],
  [`ref:${requestNo(3)}/a`, 'mangled'],
  [`${requestNo(3)}7777`, 'mangled'],
  // The beginning of two references, and the numbers of two payments, name neither.
  [refOf(1).slice(0, 14), 'foreign'],
  [`${requestNo(1)} ${requestNo(2)} x`, 'foreign'],
  [refOf(1).slice(0, 5), 'foreign'],
  [`${requestNo(9)}x`, 'foreign'],
  [`${'9'.repeat(100)}${requestNo(1)}`, 'foreign'],
  ['', 'empty'],
  [' \t', 'empty'],
  ['847076835', 'foreign'],
])('%j is %s', (text, is) => {
  expect(classify(text, KNOWN).is).toBe(is);
});

test('what is mangled names one document, or one payment', () => {
  expect(classify(refOf(1).toLowerCase(), KNOWN)).toEqual({ is: 'mangled', reference: refOf(1), request: requestNo(1) });
  expect(classify(`ref:${requestNo(3)}/a`, KNOWN)).toEqual({ is: 'mangled', reference: null, request: requestNo(3) });
});

test('fifteen digits are looked for wherever they begin', () => {
  expect(requestsIn('a12345678901234567b')).toEqual(['123456789012345', '234567890123456', '345678901234567']);
  expect(requestsIn('12345678901234')).toEqual([]);
});

test.each<[nominees: number, lines: number, unlike: boolean]>([
  [5_000, 1_000_000, false],
  [5_001, 1_000_000, true],
  [50, 1_000, false],
  [51, 1_000, true],
  [999, 999, false],
  [0, 0, false],
])('%i that differ of a day of %i lines: unlike %s', (nominees, lines, unlike) => {
  expect(isUnlike(nominees, lines)).toBe(unlike);
});
