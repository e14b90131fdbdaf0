import type { Month } from '../../domain/day';
import type { Clock } from '../clock';

export type PeriodEvent =
  | { readonly is: 'period'; readonly period: Month | null; readonly slowly?: boolean }
  | { readonly is: 'formed'; readonly account: string; readonly period?: Month }
  | { readonly is: 'handed out'; readonly accounts: readonly string[]; readonly period: Month };

/** Which period is open, and whose bills of it are formed. */
export class Periods {
  readonly formed = new Set<string>();
  private readonly handedOut = new Set<string>();
  private readonly formedSlowly = new Set<string>();
  private turnedTo: Month | null = null;
  /** The period whose bills are formed one account after another, by hand. */
  private slow: Month | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly write: (event: PeriodEvent) => void,
  ) {}

  /** The period of the database: the calendar's month until it is set by hand («Текущий период»). */
  current(): Month {
    return this.turnedTo ?? this.clock.month();
  }

  /** `slowly`: no account has bills of the new period until it is formed («для одних абонентов квитанции уже сформированы, а для других еще нет»). */
  turn(period: Month | null, slowly = false): void {
    this.write({ is: 'period', period, slowly });
  }
  form(account: string): void {
    this.write({ is: 'formed', account, period: this.current() });
  }

  /** Whether the account's bills of this period are there; `byItself`: they are with the turn of a period that is not slow. */
  isFormed(account: string, byItself: boolean): boolean {
    const period = this.current();
    return this.slow === period ? this.formedSlowly.has(`${period} ${account}`) : byItself || this.formed.has(account);
  }

  /** Each account once per period. */
  handOut(accounts: readonly string[]): readonly string[] {
    const period = this.current();
    const fresh = accounts.filter((account) => !this.handedOut.has(`${period} ${account}`));
    if (fresh.length > 0) this.write({ is: 'handed out', accounts: fresh, period });
    return fresh;
  }

  apply(event: PeriodEvent): void {
    if (event.is === 'period') {
      this.turnedTo = event.period;
      this.slow = event.slowly ? this.current() : null;
    } else if (event.is === 'formed') {
      this.formed.add(event.account);
      this.formedSlowly.add(`${event.period} ${event.account}`);
    } else for (const account of event.accounts) this.handedOut.add(`${event.period} ${account}`);
  }

  clear(): void {
    this.turnedTo = null;
    this.slow = null;
    for (const part of [this.formed, this.formedSlowly, this.handedOut]) part.clear();
  }
}
