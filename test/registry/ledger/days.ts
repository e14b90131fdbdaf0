import { type Day, plusDays } from '../../../src/domain/day';
import { add, type Money, money, ZERO } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { readCalendar } from '../../../src/registry/ledger/calendar';
import { type ClosedDay, closeNext } from '../../../src/registry/ledger/close';

/** Puts the calendar of a ledger that nobody has posted to back, so that the days since then are due; answers with the first of them. */
export async function openedAgo(database: Database, days: number): Promise<Day> {
  const { rows } = await database.query<{ open: Day }>(
    `UPDATE ledger_calendar SET closed_through = (now() AT TIME ZONE 'UTC')::date - $1::integer - 1, closings_through = (now() AT TIME ZONE 'UTC')::date - $1::integer - 1
     RETURNING closed_through + 1 AS open`,
    [days],
  );
  await database.query('UPDATE ledger_zones SET from_day = (SELECT closed_through + 1 FROM ledger_calendar)');
  if (!rows[0]) throw new Error('the ledger has no calendar');
  return rows[0].open;
}

/** Closes up to this day, which must be due. */
export async function closeThrough(database: Database, day: Day): Promise<ClosedDay[]> {
  const closed: ClosedDay[] = [];
  while ((await readCalendar(database)).closedThrough < day) {
    const next = await closeNext(database);
    if (!next) throw new Error(`the day after ${closed.at(-1)?.day} is not due`);
    closed.push(next);
  }
  return closed;
}

type Balances = ReadonlyMap<string, Money>;
const keyed = (rows: ReadonlyArray<{ account: string; currency: string; amount: Money }>): Map<string, Money> =>
  new Map(rows.map((row) => [`${row.account} ${row.currency}`, money(row.amount)]));

export async function closingsOf(database: Database, day: Day): Promise<Balances> {
  return keyed((await database.query<never>('SELECT account, currency, balance AS amount FROM ledger_closings WHERE day = $1', [day])).rows);
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

export const since = (first: Day, days: number): Day => plusDays(first, days);
