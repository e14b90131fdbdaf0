/** A broken expression that means the same as before, so that no test can tell. */
export interface Equivalent {
  readonly file: string;
  /** A part of its line. */
  readonly line: string;
  readonly was: string;
  readonly became: string;
  readonly why: string;
}

const all = (file: string, rows: ReadonlyArray<readonly [line: string, was: string, became: string, why: string]>): Equivalent[] =>
  rows.map(([line, was, became, why]) => ({ file, line, was, became, why }));
const { raw } = String;

export const EQUIVALENT: readonly Equivalent[] = [
  ...all('src/domain/lifecycle.ts', [
    [`!== 'planned') return 'closed'`, `'closed'`, '""', 'nobody asks for those that are closed: any fate but the asked ones is the same'],
    [
      '? latest : attempt',
      'latest.number > attempt.number',
      'latest.number >= attempt.number',
      'two attempts of one document never have the same number',
    ],
  ]),
  ...all('src/domain/evidence.ts', [
    ['claims: readonly Claim[] = []', '[]', '["Stryker was here"]', 'a claim without reference and PaymentId claims no line'],
    ['conclusive.length >= 2', 'conclusive.at(-1)?.afterMs', 'conclusive.at(-1).afterMs', 'where there are two there is a last one'],
    ['byPaymentId =', 'a.paymentId < b.paymentId', 'a.paymentId <= b.paymentId', 'a book has each PaymentId once'],
  ]),
  ...all('src/domain/day.ts', [
    ['const at =', raw`/^\d{4}-\d{2}-\d{2}$/`, raw`/\d{4}-\d{2}-\d{2}$/`, 'the day that is read must be the whole text again'],
    ['const at =', raw`/^\d{4}-\d{2}-\d{2}$/`, raw`/^\d{4}-\d{2}-\d{2}/`, 'the day that is read must be the whole text again'],
  ]),
];
