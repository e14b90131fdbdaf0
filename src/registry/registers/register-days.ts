import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { AgentsLine, OwnPayment } from '../../domain/registers';
import type { Queryable } from '../database';
import type { ServiceTotal } from './registers';

/** An agent's day as its PostTotalAmount reported it. */
export interface ReportedDay {
  /** The newest total, and how many there were; null: none came. */
  readonly total: {
    readonly at: string;
    readonly times: number;
    readonly amount: Money;
    readonly count: number;
    readonly services: readonly ServiceTotal[];
  } | null;
  /** The first total that came once the day was over, an ISO instant: what is final after it is late. */
  readonly reportedAt: string | null;
  /** A register of the day's month came. */
  readonly hasRegister: boolean;
}

/** `late`: final after the day was reported and in no register; `late, listed`: in one all the same. */
export const REGISTER_KINDS = ['missing', 'unknown', 'differs', 'late', 'late, listed'] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

export interface RegisterFinding {
  readonly kind: RegisterKind;
  /** Digits of any length. */
  readonly transaction: string;
  readonly ours: (OwnPayment & { readonly finalDay: Day | null }) | null;
  readonly theirs: AgentsLine | null;
}

export interface CountAndSum {
  readonly count: number;
  readonly amount: Money;
}

export interface RegisterJudgement {
  readonly counts: Readonly<Record<RegisterKind, number>>;
  /** The lines of the agent's register that stand on this day. */
  readonly lines: CountAndSum;
  /** The first of each kind by TransactionID. */
  readonly findings: readonly RegisterFinding[];
}

/** What the agent reported of a day. Throws nothing for a day of which nothing came. */
export async function reportedDay(database: Queryable, agent: AgentId, day: Day): Promise<ReportedDay> {
  const { rows } = await database.query<{
    at: string;
    times: number;
    reportedAt: string | null;
    amount: Money;
    count: number;
    services: ServiceTotal[];
  }>(
    `SELECT t.at, t.total_amount AS amount, t.total_count AS count, t.services, count(*) OVER ()::int AS times,
       min(t.at) FILTER (WHERE t.at >= (t.day + 1)::timestamp AT TIME ZONE a.contract_zone) OVER () AS "reportedAt"
     FROM register_totals t JOIN agents a ON a.id = t.agent_id
     WHERE t.agent_id = $1 AND t.day = $2
     ORDER BY t.id DESC LIMIT 1`,
    [agent, day],
  );
  const [year, month] = day.split('-');
  const register = await database.query(
    'SELECT 1 AS one FROM register_lines WHERE agent_id = $1 AND year = $2 AND month = $3 AND replaced_at IS NULL LIMIT 1',
    [agent, year, month],
  );
  const [newest] = rows;
  if (!newest) return { total: null, reportedAt: null, hasRegister: register.rows.length > 0 };
  const { reportedAt, ...total } = newest;
  return { total, reportedAt, hasRegister: register.rows.length > 0 };
}

/** Each payment and each line of the day once; a line stands on the day of the payment that it names, else on its own. */
const STANDING = `
  WITH asked AS (
    SELECT a.id AS agent, a.contract_zone AS zone, $2::date AS day, $3::timestamptz AS reported, $4::boolean AS judged
    FROM agents a WHERE a.id = $1
  ), standing AS (
    SELECT p.transaction_id::numeric AS transaction, p.id AS payment, l.id AS line,
      CASE
        WHEN l.id IS NULL AND p.final_at > asked.reported THEN 'late'
        WHEN l.id IS NULL AND asked.judged THEN 'missing'
        WHEN l.id IS NULL THEN NULL
        WHEN p.status <> 10 OR l.request_id <> p.request_id OR l.amount <> p.amount OR l.service_id <> p.service_id OR l.account <> p.account
          OR make_date(l.year, l.month, 1) <> date_trunc('month', p.business_day::timestamp)::date THEN 'differs'
        WHEN p.final_at > asked.reported THEN 'late, listed'
      END AS kind
    FROM asked
    JOIN payments p ON p.agent_id = asked.agent AND p.business_day = asked.day
    LEFT JOIN register_lines l ON l.agent_id = p.agent_id AND l.transaction_id = p.transaction_id::numeric AND l.replaced_at IS NULL
    WHERE p.status = 10 OR l.id IS NOT NULL
    UNION ALL
    SELECT l.transaction_id, NULL, l.id, 'unknown'
    FROM asked
    JOIN register_lines l ON l.agent_id = asked.agent AND l.stands_on = asked.day AND l.replaced_at IS NULL
    WHERE NOT EXISTS (
      SELECT 1 FROM payments p
      WHERE p.agent_id = l.agent_id
        AND p.transaction_id = CASE WHEN l.transaction_id < 1000000000000000000 THEN l.transaction_id::bigint END)
  )`;

/**
 * The agent's register held against our day: counts of all, and the first `limit` of each kind. Payments that no line names are judged
 * only where the day was reported and a register of its month came.
 */
export async function judgeRegister(
  database: Queryable,
  agent: AgentId,
  day: Day,
  { reportedAt, judged }: { readonly reportedAt: string | null; readonly judged: boolean },
  limit: number,
): Promise<RegisterJudgement> {
  const asked = [agent, day, reportedAt, judged];
  const counted = await database.query<Record<RegisterKind, number> & { lines: number; amount: Money }>(
    `${STANDING}
     SELECT ${REGISTER_KINDS.map((kind) => `count(*) FILTER (WHERE s.kind = '${kind}')::int AS "${kind}"`).join(', ')},
       count(l.id)::int AS lines, coalesce(sum(l.amount), 0) AS amount
     FROM standing s LEFT JOIN register_lines l ON l.id = s.line`,
    asked,
  );
  const { lines, amount, ...counts } = lastOf(counted.rows);
  return { counts, lines: { count: lines, amount }, findings: limit === 0 ? [] : await findingsOf(database, asked, limit) };
}

function lastOf<Row>(rows: readonly Row[]): Row {
  const row = rows.at(-1);
  if (row === undefined) throw new Error('an aggregate answers one row');
  return row;
}

async function findingsOf(database: Queryable, asked: readonly unknown[], limit: number): Promise<RegisterFinding[]> {
  const { rows } = await database.query<FlatFinding>(
    `${STANDING}, ordered AS (
       SELECT s.*, row_number() OVER (PARTITION BY s.kind ORDER BY s.transaction, s.line) AS place FROM standing s WHERE s.kind IS NOT NULL
     )
     SELECT o.kind, o.transaction, o.payment, o.line,
       p.request_id AS "ourRequest", p.amount AS "ourAmount", p.service_id AS "ourService", p.account AS "ourAccount", p.status,
       p.business_day AS day, (p.final_at AT TIME ZONE asked.zone)::date AS "finalDay",
       l.request_id AS request, l.amount, l.service_id AS service, l.account, l.year, l.month
     FROM asked JOIN ordered o ON o.place <= $5
     LEFT JOIN payments p ON p.id = o.payment
     LEFT JOIN register_lines l ON l.id = o.line
     ORDER BY array_position($6::text[], o.kind), o.place`,
    [...asked, limit, REGISTER_KINDS],
  );
  return rows.map(findingOf);
}

interface FlatFinding extends AgentsLine {
  readonly kind: RegisterKind;
  readonly transaction: string;
  readonly payment: string | null;
  readonly line: string | null;
  readonly ourRequest: string;
  readonly ourAmount: Money;
  readonly ourService: string;
  readonly ourAccount: string;
  readonly status: number;
  readonly day: Day;
  readonly finalDay: Day | null;
}

function findingOf(row: FlatFinding): RegisterFinding {
  const { kind, transaction, request, amount, service, account, year, month, status, day, finalDay } = row;
  const { ourRequest, ourAmount, ourService, ourAccount } = row;
  return {
    kind,
    transaction,
    ours: row.payment === null ? null : { request: ourRequest, amount: ourAmount, service: ourService, account: ourAccount, status, day, finalDay },
    theirs: row.line === null ? null : { request, amount, service, account, year, month },
  };
}

/** Days of which a total came, newest first, at most `limit` of them. */
export async function listReportedDays(database: Queryable, agent: AgentId | null, limit: number): Promise<Array<{ agent: AgentId; day: Day }>> {
  const { rows } = await database.query<{ agent: AgentId; day: Day }>(
    `SELECT agent_id AS agent, day FROM register_totals WHERE $1::bigint IS NULL OR agent_id = $1
     GROUP BY agent_id, day ORDER BY day DESC, agent_id LIMIT $2`,
    [agent, limit],
  );
  return rows;
}
