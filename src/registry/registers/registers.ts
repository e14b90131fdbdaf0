import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { OwnPayment } from '../../domain/registers';
import { printJson } from '../../wire/json';
import type { Database, Queryable } from '../database';
import { LOCKS } from '../locks';

/** One line of PostPayments as the agent sent it; ids are digits of any length, times are the agent's own text. */
export interface RegisterLine {
  readonly transaction: string;
  readonly request: string;
  readonly agentRequestCreatedOn: string;
  readonly account: string;
  readonly amount: Money;
  readonly service: string;
  readonly year: number;
  readonly month: number;
}

interface CurrentLine extends RegisterLine {
  readonly id: string;
}

const COLUMNS = `id, transaction_id AS transaction, request_id AS request, agent_request_created_on AS "agentRequestCreatedOn", account, amount, service_id AS service, year, month`;

/**
 * Stores lines by (agent, TransactionId, Year, Month): a line that says something new replaces the present one, which stays
 * with the time of its replacement; nothing is ever removed. Answers how many lines said something new.
 */
export function storeRegisterLines(database: Database, agent: AgentId, lines: readonly RegisterLine[]): Promise<number> {
  return database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1, ($2::bigint % 2147483647)::int)', [LOCKS.registers, agent]);
    const current = await currentLines(tx, agent, lines);
    const replaced: string[] = [];
    const added: Array<{ line: RegisterLine; isReplaced: boolean }> = [];
    const latest = new Map<string, { line: RegisterLine; replace: () => void }>();
    for (const row of current) latest.set(keyOf(row), { line: row, replace: () => replaced.push(row.id) });
    for (const line of lines) {
      const before = latest.get(keyOf(line));
      if (before && saysTheSame(before.line, line)) continue;
      before?.replace();
      const entry = { line, isReplaced: false };
      added.push(entry);
      latest.set(keyOf(line), {
        line,
        replace: () => {
          entry.isReplaced = true;
        },
      });
    }
    if (replaced.length > 0) await tx.query('UPDATE register_lines SET replaced_at = now() WHERE id = ANY ($1::bigint[])', [replaced]);
    await insertLines(tx, agent, added);
    return added.length;
  });
}

async function currentLines(tx: Queryable, agent: AgentId, lines: readonly RegisterLine[]): Promise<CurrentLine[]> {
  const { rows } = await tx.query<CurrentLine>(
    `SELECT ${COLUMNS} FROM register_lines WHERE agent_id = $1 AND replaced_at IS NULL
     AND (transaction_id, year, month) IN (SELECT * FROM unnest($2::numeric[], $3::int[], $4::int[]))`,
    [agent, lines.map((line) => line.transaction), lines.map((line) => line.year), lines.map((line) => line.month)],
  );
  return rows;
}

async function insertLines(tx: Queryable, agent: AgentId, added: ReadonlyArray<{ line: RegisterLine; isReplaced: boolean }>): Promise<void> {
  if (added.length === 0) return;
  const column = (of: (line: RegisterLine) => unknown) => added.map(({ line }) => of(line));
  await tx.query(
    `INSERT INTO register_lines (agent_id, transaction_id, year, month, request_id, agent_request_created_on, account, amount, service_id, replaced_at)
     SELECT $1, t, y, m, r, c, a, s, i, CASE WHEN d THEN now() END
     FROM unnest($2::numeric[], $3::int[], $4::int[], $5::numeric[], $6::text[], $7::text[], $8::numeric[], $9::numeric[], $10::boolean[]) AS line (t, y, m, r, c, a, s, i, d)`,
    [
      agent,
      column((line) => line.transaction),
      column((line) => line.year),
      column((line) => line.month),
      column((line) => line.request),
      column((line) => line.agentRequestCreatedOn),
      column((line) => line.account),
      column((line) => line.amount),
      column((line) => line.service),
      added.map(({ isReplaced }) => isReplaced),
    ],
  );
}

const keyOf = (line: RegisterLine): string => `${line.transaction} ${line.year} ${line.month}`;

const saysTheSame = (a: RegisterLine, b: RegisterLine): boolean =>
  a.request === b.request &&
  a.agentRequestCreatedOn === b.agentRequestCreatedOn &&
  a.account === b.account &&
  a.service === b.service &&
  a.amount === b.amount;

/** Totals of a day by service; counts and money as the agent or the registry has them. */
export interface ServiceTotal {
  readonly service: string;
  readonly amount: Money;
  readonly count: number;
}

export interface RegisterTotal {
  readonly day: Day;
  readonly amount: Money;
  readonly count: number;
  readonly services: readonly ServiceTotal[];
}

/** Each PostTotalAmount of a day is a row; the newest counts, the differences found stand beside it. */
export async function storeRegisterTotal(database: Queryable, agent: AgentId, total: RegisterTotal, differences: readonly string[]): Promise<void> {
  await database.query(
    'INSERT INTO register_totals (agent_id, day, total_amount, total_count, services, differences) VALUES ($1, $2, $3, $4, $5, $6)',
    [agent, total.day, total.amount, total.count, printJson(total.services), differences],
  );
}

/** What the registry knows of a payment that a register names. */
export interface RegisteredPayment extends OwnPayment {
  readonly transaction: string;
}

const PAYMENT = 'transaction_id AS transaction, request_id AS request, service_id AS service, account, amount, status, business_day AS day';

/** The agent's payments among `transactions` (digits that fit the protocol). */
export async function paymentsNamed(database: Queryable, agent: AgentId, transactions: readonly string[]): Promise<RegisteredPayment[]> {
  const { rows } = await database.query<RegisteredPayment>(
    `SELECT ${PAYMENT} FROM payments WHERE agent_id = $1 AND transaction_id = ANY ($2::bigint[])`,
    [agent, transactions],
  );
  return rows;
}

/** Successful payments of an agent's business day by service, ordered by service. */
export async function dayTotals(database: Queryable, agent: AgentId, day: Day): Promise<ServiceTotal[]> {
  const { rows } = await database.query<ServiceTotal>(
    `SELECT service_id AS service, sum(amount) AS amount, count(*)::int AS count FROM payments
     WHERE agent_id = $1 AND business_day = $2 AND status = 10 GROUP BY service_id ORDER BY service_id`,
    [agent, day],
  );
  return rows;
}
