import type { Money } from '../domain/money';
import { TOLD_BREAKS } from '../registry/bank-day/breaks';
import type { Queryable } from '../registry/database';

/** One thing that needs a hand, with the one next action as a command to type. */
export interface InboxItem {
  readonly kind: 'payment' | 'break' | 'slow payment' | 'second person' | 'reversal' | 'callback' | 'supplier' | 'service' | 'low balance';
  /** `144 112`, `alseco`, `service 7`, `rule two-people`. */
  readonly subject: string;
  /** ISO instant since when it waits. */
  readonly since: string;
  readonly amount: Money | null;
  readonly currency: string | null;
  readonly what: string;
  readonly command: string;
}

export interface InboxRules {
  /** An open payment older than this is slow, in milliseconds. */
  readonly needsStaffMs: number;
  /** A reversal that is not done after this has got stuck, in milliseconds. */
  readonly stuckMs: number;
  /** Our deposit at the upstream, in its currency. */
  readonly lowBalance: string;
}

export interface Inbox {
  /** Oldest first within each kind; at most `limit` of a kind. */
  readonly items: readonly InboxItem[];
  /** Kinds of which there are more than shown. */
  readonly more: readonly InboxItem['kind'][];
}

const PAYMENT = `p.agent_id || ' ' || p.transaction_id AS subject, p.amount, p.currency`;

/** $1 needsStaffMs, $2 stuckMs, $3 lowBalance, $4 limit. Every parameter stands in each statement, so that its type is known. */
const QUESTIONS: Readonly<Record<InboxItem['kind'], string>> = {
  payment: `
    SELECT ${PAYMENT}, coalesce((SELECT max(e.at) FROM payment_events e WHERE e.payment_id = p.id AND e.why LIKE 'needs staff: %'), p.created_at) AS since, p.needs_staff AS what,
      'tolem payment explain ' || p.agent_id || ' ' || p.transaction_id AS command
    FROM payments p WHERE p.needs_staff IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM decisions d WHERE d.payment_id = p.id AND d.done_at IS NULL AND d.kind NOT IN ('poll now', 'resend callback')) ORDER BY p.created_at`,
  break: `
    SELECT told.subject, told.amount, told.currency, told."foundAt" AS since, told.what, told.command FROM (${TOLD_BREAKS} WHERE b.closed_at IS NULL) told
    WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.payment_id = told.payment AND d.done_at IS NULL AND d.kind IN ('roll back', 'write off', 'noted')) ORDER BY told.id`,
  'slow payment': `
    SELECT ${PAYMENT}, p.created_at AS since, 'waits: ' || coalesce(p.waits_for, 'no word yet of what for') AS what,
      'tolem payment explain ' || p.agent_id || ' ' || p.transaction_id AS command
    FROM payments p WHERE p.final_at IS NULL AND p.needs_staff IS NULL AND p.created_at < now() - $1::bigint * interval '1 millisecond' ORDER BY p.created_at`,
  'second person': `
    SELECT ${PAYMENT}, d.at AS since, d.staff || ' decided "' || d.kind || '": ' || d.reason AS what, 'tolem payment approve ' || d.id || ' --as <another>' AS command
    FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE d.done_at IS NULL AND d.needs_second AND d.second IS NULL
    UNION ALL SELECT 'rule ' || c.rule, NULL, NULL, c.at, c.staff || ' asked for "' || c.value || '": ' || c.reason, 'tolem rule approve ' || c.id || ' --as <another>'
    FROM rule_changes c WHERE c.ended_at IS NULL ORDER BY since`,
  reversal: `
    SELECT ${PAYMENT}, coalesce(d.second_at, d.at) AS since, 'the ' || d.kind || ' decided by ' || d.staff || ' has not ended' AS what,
      'tolem payment explain ' || p.agent_id || ' ' || p.transaction_id AS command
    FROM decisions d JOIN payments p ON p.id = d.payment_id WHERE d.done_at IS NULL AND d.kind IN ('roll back', 'reverse') AND (NOT d.needs_second OR d.second IS NOT NULL)
      AND coalesce(d.second_at, d.at) < now() - $2::bigint * interval '1 millisecond' ORDER BY d.id`,
  callback: `
    SELECT * FROM (
      SELECT ${PAYMENT}, c.given_up_at AS since, 'callback given up: ' || coalesce((SELECT t.ended FROM callback_tries t WHERE t.payment_id = c.payment_id AND t.number = c.number
        ORDER BY t.id DESC LIMIT 1), 'never tried') AS what, CASE WHEN a.callback_url IS NULL THEN 'tolem agent set ' || a.id || ' --callback-url https://…'
          ELSE 'tolem payment resend-callback ' || p.agent_id || ' ' || p.transaction_id END AS command
      FROM callbacks c JOIN payments p ON p.id = c.payment_id JOIN agents a ON a.id = p.agent_id WHERE c.given_up_at IS NOT NULL AND c.delivered_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM callbacks n WHERE n.payment_id = c.payment_id AND n.number > c.number)
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.payment_id = c.payment_id AND o.kind = 'callback')
      UNION ALL
      SELECT ${PAYMENT}, c.due_at AS since, 'callback not told: its next try has been due since then and was not made' AS what, 'tolem doctor' AS command
      FROM callbacks c JOIN payments p ON p.id = c.payment_id
      WHERE c.delivered_at IS NULL AND c.given_up_at IS NULL AND c.due_at < now() - $1::bigint * interval '1 millisecond'
    ) told ORDER BY since`,
  supplier: `
    SELECT name AS subject, NULL::numeric AS amount, NULL AS currency, since, state || coalesce(' by ' || by, '') || coalesce(': ' || reason, '') AS what,
      CASE WHEN by IS NULL THEN 'tolem doctor' ELSE 'tolem supplier resume ' || name || ' --reason "…"' END AS command
    FROM suppliers WHERE state <> 'open' ORDER BY since`,
  service: `
    SELECT 'service ' || id AS subject, NULL::numeric AS amount, NULL AS currency, trouble_since AS since, name || ' at ' || coalesce(supplier, 'no supplier') || ': ' || trouble AS what,
      'tolem service pause ' || id || ' --reason "…"' AS command
    FROM services WHERE trouble IS NOT NULL AND paused_reason IS NULL ORDER BY trouble_since`,
  'low balance': `
    SELECT name AS subject, balance AS amount, NULL AS currency, balance_at AS since, 'our deposit there is below ' || $3::numeric AS what, 'tolem supplier list' AS command
    FROM suppliers WHERE balance < $3::numeric ORDER BY name`,
};

export async function inbox(database: Queryable, rules: InboxRules, limit: number): Promise<Inbox> {
  const items: InboxItem[] = [];
  const more: InboxItem['kind'][] = [];
  for (const [kind, question] of Object.entries(QUESTIONS) as Array<[InboxItem['kind'], string]>) {
    const { rows } = await database.query<Omit<InboxItem, 'kind'>>(
      `WITH asked AS (SELECT $1::bigint, $2::bigint, $3::numeric) SELECT items.* FROM (${question} LIMIT $4) items`,
      [rules.needsStaffMs, rules.stuckMs, rules.lowBalance, limit + 1],
    );
    if (rows.length > limit) more.push(kind);
    items.push(...rows.slice(0, limit).map((row) => ({ ...row, kind })));
  }
  return { items, more };
}
