import { money, sum, twoPlaces } from '../../domain/money';
import type { Account } from './accounts';
import type { FormedInvoice } from './register';

/** What stands on a printed bill, in Latin letters and digits, so that it can be printed without a font file. */
export function billLines(account: Account, invoice: FormedInvoice): readonly string[] {
  const { services } = invoice.seed;
  const line = (left: string, right: string): string => left.padEnd(COLUMNS - right.length) + right;
  return [
    'ALSECO SANDBOX',
    '',
    line('ACCOUNT', account.id),
    line('INVOICE', invoice.number),
    line('PERIOD', invoice.period),
    '',
    line('SERVICE', 'TO PAY'),
    ...services.map((service) => line(service.id, twoPlaces(money(service.fixSum)))),
    '',
    line('TOTAL', twoPlaces(sum(services.map((service) => money(service.fixSum))))),
  ];
}

const COLUMNS = 28;
