import { z } from 'zod';
import { wireId } from '../../contracts/numbers';
import type { Form } from '../../contracts/partner-api';
import { compare, type Money, money, roundUp, twoPlaces } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import type { SupplierName } from '../../suppliers/supplier';
import { parseJson } from '../../wire/json';

export interface DemoPayment {
  readonly what: string;
  readonly supplier: SupplierName;
  readonly service: string;
  readonly account: string;
  /** What AccountCheck and the payment's end must say. */
  readonly expected: number;
  /** Form fields of Payment, from the fields of AccountCheck's answer; Amount always among them. */
  readonly fields: (extras: ReadonlyMap<string, string>) => Form;
}

const VOUCHER_ACCOUNT = 'kkazbek.smeken@gmail.com';
const UTILITY_SERVICES = '{ "services":[ { "id":13, "amount":"5110.18" }, { "id":12, "amount":"500.00" } ] }';
const Denomination = z.object({ InvoiceId: wireId, OrderAmount: z.string() });

/** One per kind of service, with the documents' own accounts, and one that fails. */
export const DEMO_PAYMENTS: readonly DemoPayment[] = [
  { what: 'top-up', supplier: 'upstream', service: '7', account: 'galek10', expected: SUCCESS, fields: () => ({ Amount: '100' }) },
  { what: 'voucher by denomination', supplier: 'upstream', service: '1911', account: VOUCHER_ACCOUNT, expected: SUCCESS, fields: cheapest },
  { what: 'voucher of one price', supplier: 'upstream', service: '1549', account: VOUCHER_ACCOUNT, expected: SUCCESS, fields: onePrice },
  {
    what: 'utility bill',
    supplier: 'alseco',
    service: '815',
    account: '7898380',
    expected: SUCCESS,
    fields: () => ({ Amount: '5610.18', Services: UTILITY_SERVICES }),
  },
  { what: 'unknown account', supplier: 'upstream', service: '7', account: 'no-such-account', expected: -105, fields: () => ({ Amount: '100' }) },
];

/** The price sent is OrderAmount rounded up to 0.01, so that the payment is not refused as too small. */
const price = (orderAmount: Money): string => twoPlaces(roundUp(orderAmount, 2));

function cheapest(extras: ReadonlyMap<string, string>): Form {
  const offers = [...extras].filter(([name]) => name.startsWith('Invoice-')).map(([, value]) => Denomination.parse(parseJson(value)));
  const [best] = offers.sort((a, b) => compare(money(a.OrderAmount), money(b.OrderAmount)));
  if (!best) throw new Error('AccountCheck offered no denomination');
  return { Amount: price(money(best.OrderAmount)), InvoiceId: best.InvoiceId };
}

function onePrice(extras: ReadonlyMap<string, string>): Form {
  const orderAmount = extras.get('OrderAmount');
  if (orderAmount === undefined) throw new Error('AccountCheck named no price');
  return { Amount: price(money(orderAmount)) };
}
