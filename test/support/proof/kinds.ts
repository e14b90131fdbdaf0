import { topUp, utilityBill } from '../gateway/agent';

/** A kind of payment whose end is known beforehand: what an agent sends, and the final status it reaches where nobody decides otherwise. */
export interface Kind {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly ends: number;
  readonly supplier: 'alseco' | 'upstream';
  /** Known at once to fail: stored with its final status, and nothing is held. */
  readonly atOnce?: true;
}

/** Taken by the upstream, and ended there only by its switch `finish`. */
export const STUCK: Kind = { name: 'top-up that does not end', fields: topUp({ Account: 'stuck', Amount: '55.50' }), ends: 10, supplier: 'upstream' };

const VOUCHER = 'kkazbek.smeken@gmail.com';
const whole = (account: string, amount: string): Record<string, string> => ({
  Service: '815',
  Account: account,
  Amount: amount,
  Services: JSON.stringify({ services: [{ id: 999, amount }] }),
});

/** Two invoices, of which Pay refuses the second: what was taken is rolled back. */
export const REFUSED_PART: Kind = { name: 'bill with a refused part', fields: whole('5005001', '8520.50'), ends: -203, supplier: 'alseco' };

export const KINDS: readonly Kind[] = [
  { name: 'bill', fields: utilityBill(), ends: 10, supplier: 'alseco' },
  { name: 'bill of two invoices', fields: whole('7898381', '8951.70'), ends: 10, supplier: 'alseco' },
  { name: 'bill of an unknown account', fields: utilityBill({ Account: '7777444' }), ends: -105, supplier: 'alseco' },
  { name: 'bill of a deleted account', fields: utilityBill({ Account: '7898385' }), ends: -120, supplier: 'alseco' },
  { name: 'top-up', fields: topUp(), ends: 10, supplier: 'upstream' },
  { name: 'wallet', fields: { Service: '48', Account: '7081982000', Amount: '4714.00' }, ends: 10, supplier: 'upstream' },
  { name: 'dynamic voucher', fields: { Service: '1911', Account: VOUCHER, Amount: '471.94', InvoiceId: '2621' }, ends: 10, supplier: 'upstream' },
  { name: 'static voucher', fields: { Service: '1549', Account: VOUCHER, Amount: '5333.45', SendType: 'api' }, ends: 10, supplier: 'upstream' },
  {
    name: 'voucher that became dearer',
    fields: { Service: '1911', Account: VOUCHER, Amount: '471.93', InvoiceId: '2621' },
    ends: -201,
    supplier: 'upstream',
  },
  { name: 'top-up of an unknown account', fields: topUp({ Account: 'no-such-account' }), ends: -105, supplier: 'upstream' },
  { name: 'top-up refused at the end', fields: topUp({ Account: 'late-203', Amount: '77.70' }), ends: -203, supplier: 'upstream' },
  { name: 'top-up above the limit', fields: topUp({ Amount: '90000.01' }), ends: -202, supplier: 'upstream', atOnce: true },
];
