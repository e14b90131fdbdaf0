import { compare, type Money, money, type Rate, rate, roundUp } from '../../domain/money';

export interface Denomination {
  readonly invoiceId: string;
  readonly orderAmount: Money;
  readonly name: string;
}

/** One service of the price list; /control/prices changes what may change. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly kind: 'plain' | 'dynamic' | 'static';
  readonly testAccount: string;
  readonly serviceCurrency: string;
  /** The samples show one rate at AccountCheck and another at Payment. */
  readonly checkRate: Rate;
  readonly paymentRate: Rate;
  readonly min: Money;
  readonly max: Money;
  readonly denominations: readonly Denomination[];
  readonly orderAmount: Money | null;
}

export type PriceList = ReadonlyMap<string, Service>;
export const CONTRACT_CURRENCY = 'KZT';

const service = (given: Pick<Service, 'id' | 'name' | 'kind' | 'testAccount'> & Partial<Service>): Service => ({
  serviceCurrency: CONTRACT_CURRENCY,
  checkRate: rate('1'),
  paymentRate: rate('1'),
  min: money('1'),
  max: money('1000000'),
  denominations: [],
  orderAmount: null,
  ...given,
});

const denomination = (invoiceId: string, orderAmount: string, name: string): Denomination => ({ invoiceId, orderAmount: money(orderAmount), name });

/** The document's own services, rates and denominations. */
export const SAMPLE_PRICES: readonly Service[] = [
  service({
    id: '7',
    name: 'Steam',
    kind: 'plain',
    testAccount: 'iamkackbip',
    serviceCurrency: 'USD',
    checkRate: rate('0.0021819769'),
    paymentRate: rate('0.0021598272'),
    max: money('90000'),
  }),
  service({ id: '48', name: 'QIWI Wallet | KZT', kind: 'plain', testAccount: '7081982000' }),
  service({
    id: '1549',
    name: 'Static voucher | USD',
    kind: 'static',
    testAccount: 'kkazbek.smeken@gmail.com',
    serviceCurrency: 'USD',
    paymentRate: rate('0.0021598272'),
    orderAmount: money('5333.4471'),
  }),
  service({
    id: '1911',
    name: 'Dynamic voucher | UC',
    kind: 'dynamic',
    testAccount: 'kkazbek.smeken@gmail.com',
    denominations: [
      denomination('4063', '238345.4409', '30.000 + 10.500 UC'),
      denomination('4062', '190675.3994', '24.000 + 8.400 UC'),
      denomination('4061', '143005.3578', '18.000 + 6.300 UC'),
      denomination('4060', '95335.3163', '12.000 + 4.200 UC'),
      denomination('4059', '47665.2747', '6.000 + 2.100 UC'),
      denomination('4058', '23830.2539', '3.000 + 850 UC'),
      denomination('2618', '11912.7435', '1.500 + 300 UC'),
      denomination('2619', '4762.2373', '600 + 60 UC'),
      denomination('2620', '2378.7352', '300 + 25 UC'),
      denomination('2621', '471.9336', '60 UC'),
    ],
  }),
];

/** −200…−202 of an amount, or null where the limits allow it. */
export function limitRefusal(of: Service, amount: Money): number | null {
  if (compare(amount, money('0')) === 0) return -200;
  if (compare(amount, of.min) < 0) return -201;
  return compare(amount, of.max) > 0 ? -202 : null;
}

/** A voucher costs its OrderAmount rounded up to 0.01: less is −201, an InvoiceId that is not in the list −203. */
export function priceRefusal(of: Service, amount: Money, invoiceId: string | undefined): number | null {
  if (of.kind === 'plain') return null;
  const orderAmount = of.kind === 'static' ? of.orderAmount : of.denominations.find((one) => one.invoiceId === invoiceId)?.orderAmount;
  if (!orderAmount) return -203;
  return compare(amount, roundUp(orderAmount, 2)) < 0 ? -201 : null;
}
