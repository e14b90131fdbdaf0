/** The paths a payment can take: each walks other messages. */
export interface Kind {
  readonly name: string;
  readonly supplier: 'alseco' | 'upstream';
  readonly expected: 'succeeds' | 'fails';
  /** Bookings of a success at the supplier. */
  readonly documents: number;
  /** PayD's answer is cut on the way, so that the payment has to be proved. */
  readonly answerLost?: true;
  /** Accounts of the sandbox that take this path; null: any, so each payment has one of its own. */
  readonly accounts: readonly string[] | null;
  form(account: string): Record<string, string>;
}

const bill = (account: string, amount: string, services: ReadonlyArray<{ id: number; amount: string }>): Record<string, string> => ({
  Service: '815',
  Account: account,
  Amount: amount,
  Services: JSON.stringify({ services }),
});

/** A service of each account's bill, any sum of which may be paid. */
const ONE_INVOICE: Readonly<Record<string, number>> = { '7898380': 13, '7898387': 13, '7898388': 12, '2429284': 16, '1988565': 12, '7898383': 12 };

const oneInvoice = (account: string) => bill(account, '510.18', [{ id: ONE_INVOICE[account] ?? 13, amount: '510.18' }]);
const twoInvoices = (account: string) => bill(account, '8951.70', [{ id: 999, amount: '8951.70' }]);

export const KINDS: readonly Kind[] = [
  {
    name: 'Alseco, one document',
    supplier: 'alseco',
    expected: 'succeeds',
    documents: 1,
    accounts: ['7898380', '7898387', '7898388', '2429284', '1988565'],
    form: oneInvoice,
  },
  { name: 'Alseco, two documents', supplier: 'alseco', expected: 'succeeds', documents: 2, accounts: ['7898381'], form: twoInvoices },
  {
    name: 'Alseco, answer lost',
    supplier: 'alseco',
    expected: 'succeeds',
    documents: 1,
    answerLost: true,
    accounts: ['7898380', '7898387', '7898388', '2429284', '1988565'],
    form: oneInvoice,
  },
  {
    name: 'upstream, plain',
    supplier: 'upstream',
    expected: 'succeeds',
    documents: 1,
    accounts: null,
    form: (account) => ({ Service: '7', Account: account, Amount: '100.50' }),
  },
  {
    name: 'upstream, voucher',
    supplier: 'upstream',
    expected: 'succeeds',
    documents: 1,
    accounts: null,
    form: (account) => ({ Service: '1549', Account: account, Amount: '5333.45' }),
  },
  {
    name: 'upstream, refused late',
    supplier: 'upstream',
    expected: 'fails',
    documents: 0,
    accounts: ['late-105', 'late-110', 'late-111', 'late-115', 'late-120'],
    form: (account) => ({ Service: '7', Account: account, Amount: '70.00' }),
  },
  {
    name: 'upstream, refused at the check',
    supplier: 'upstream',
    expected: 'fails',
    documents: 0,
    accounts: ['fail-105', 'fail-110', 'fail-111', 'fail-115', 'fail-120'],
    form: (account) => ({ Service: '7', Account: account, Amount: '60.00' }),
  },
];
