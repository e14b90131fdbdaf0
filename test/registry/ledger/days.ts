import { type Day, day, plusDays } from '../../../src/domain/day';
import { add, type Money, money, ZERO } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { readCalendar } from '../../../src/registry/ledger/calendar';
import { type ClosedDay, closeNext } from '../../../src/registry/ledger/close';

/** Puts the calendar of a ledger that nobody has posted to back to where this day is the first open one, so that all since then are due. */
export async function openFrom(database: Database, first: Day): Promise<Day> {
  await database.query('UPDATE ledger_calendar SET closed_through = $1::date - 1, closings_through = $1::date - 1', [first]);
  await database.query('UPDATE ledger_zones SET from_day = $1', [first]);
  return first;
}

/** The same by days before today; answers with the first. */
export const openedAgo = (database: Database, days: number): Promise<Day> =>
  openFrom(database, plusDays(day(new Date().toISOString().slice(0, 10)), -days));

/** Closes up to this day, which must be due. */
export async function closeThrough(database: Database, last: Day): Promise<ClosedDay[]> {
  const closed: ClosedDay[] = [];
  while ((await readCalendar(database)).closedThrough < last) {
    const next = await closeNext(database);
    if (!next) throw new Error(`the day after ${closed.at(-1)?.day} is not due`);
    closed.push(next);
  }
  return closed;
}

type Balances = ReadonlyMap<string, Money>;
const keyed = (rows: ReadonlyArray<{ account: string; currency: string; amount: Money }>): Map<string, Money> =>
  new Map(rows.map((row) => [`${row.account} ${row.currency}`, money(row.amount)]));

export async function closingsOf(database: Database, of: Day): Promise<Balances> {
  return keyed((await database.query<never>('SELECT account, currency, balance AS amount FROM ledger_closings WHERE day = $1', [of])).rows);
}

/** By account and currency, of the postings of these days, both included; without `to`, of all that follow. */
export async function movedIn(database: Database, from: Day | null, to: Day | null): Promise<Balances> {
  const { rows } = await database.query<never>(
    `SELECT account, currency, sum(amount) AS amount FROM ledger_postings
     WHERE ($1::date IS NULL OR day >= $1) AND ($2::date IS NULL OR day <= $2) GROUP BY account, currency`,
    [from, to],
  );
  return keyed(rows);
}

/** Accounts with something on them. */
export function together(one: Balances, other: Balances): Map<string, Money> {
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  return new Map(names.map((name): [string, Money] => [name, add(one.get(name) ?? ZERO, other.get(name) ?? ZERO)]).filter(([, sum]) => sum !== ZERO));
}
