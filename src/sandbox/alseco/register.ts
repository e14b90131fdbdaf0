import type { Month } from '../../domain/day';
import { ACCOUNTS, type Account, type InvoiceSeed, oneOfMany, ownerOf } from './accounts';
import { plusMonths } from './clock';
import type { Periods } from './periods';

export interface FormedInvoice {
  readonly number: string;
  readonly period: Month;
  readonly seed: InvoiceSeed;
}

/** How many months back an old bill is still found by its number. */
const OLD_MONTHS = 24;

/** Who there is and which bills are formed, as seen in the period that is open now. */
export class Register {
  private readonly byId = new Map(ACCOUNTS.map((account) => [account.id, account]));
  private readonly bySerial = new Map(ACCOUNTS.flatMap((account) => account.invoices.map((seed) => [seed.serial, { account, seed }] as const)));

  constructor(private readonly periods: Periods) {}

  account(id: string): Account | undefined {
    return this.byId.get(id) ?? oneOfMany(id);
  }

  all(): readonly Account[] {
    return ACCOUNTS;
  }

  isFormed(account: Account): boolean {
    return this.periods.isFormed(account.id, account.notFormed !== true);
  }

  /** Bills of the current period, or the last period's where this one's are not formed yet. */
  invoicesOf(account: Account): readonly FormedInvoice[] {
    const late = this.isFormed(account) ? 0 : 1;
    return account.invoices.map((seed) => this.formed(seed, plusMonths(this.periods.current(), -((seed.monthsAgo ?? 0) + late))));
  }

  /** The bills of one month, none where it has none or they are not formed yet. */
  billsOf(account: Account, month: Month): readonly FormedInvoice[] {
    const last = plusMonths(this.periods.current(), this.isFormed(account) ? 0 : -1);
    const first = plusMonths(this.periods.current(), -OLD_MONTHS);
    return account.invoices
      .map((seed) => this.formed(seed, month))
      .filter(({ seed, period }) => period === month && (seed.period || (first <= month && month <= last)));
  }

  /** A bill by its number, of this period or an earlier one; it must belong to the account where one is given. */
  invoice(number: string): { readonly account: Account; readonly invoice: FormedInvoice } | null {
    const found = /^\d{12}$/.test(number) ? this.bill(number.slice(4)) : undefined;
    if (!found) return null;
    const period = `20${number.slice(0, 2)}-${number.slice(2, 4)}` as Month;
    const fits = found.seed.period
      ? found.seed.period === number.slice(0, 4)
      : period <= this.periods.current() && period >= plusMonths(this.periods.current(), -OLD_MONTHS);
    return fits ? { account: found.account, invoice: this.formed(found.seed, period) } : null;
  }

  private bill(serial: string): { readonly account: Account; readonly seed: InvoiceSeed } | undefined {
    const account = ownerOf(serial);
    const seed = account?.invoices.find((each) => each.serial === serial);
    return account && seed ? { account, seed } : this.bySerial.get(serial);
  }

  private formed(seed: InvoiceSeed, month: Month): FormedInvoice {
    const digits = seed.period ?? month.slice(2).replace('-', '');
    return { number: `${digits}${seed.serial}`, period: `20${digits.slice(0, 2)}-${digits.slice(2)}` as Month, seed };
  }
}
