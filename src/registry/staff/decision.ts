import type { DecisionKind } from '../../domain/decisions';
import type { Queryable } from '../database';

/** Carried out; carried out in part; refused by the supplier, its midnight or evidence; not to be known; taken back before it was complete. */
export type DecisionOutcome = 'done' | 'partly' | 'refused' | 'unclear' | 'rejected';

/** What staff decided about a payment: stored first, with name and reason, and done when it is complete. */
export interface Decision {
  readonly id: string;
  readonly payment: string;
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly detail: DecisionDetail;
  readonly staff: string;
  /** ISO instants. */
  readonly at: string;
  readonly second: string | null;
  readonly secondAt: string | null;
  readonly needsSecond: boolean;
  readonly doneAt: string | null;
  readonly outcome: DecisionOutcome | null;
  /** The same in words. */
  readonly result: string | null;
}

export interface DecisionDetail {
  /** How far its documents had been sent when it was decided: number of the last attempt by number of the document. */
  readonly attempts?: Readonly<Record<string, number>>;
  /** `failed`: the payment code the agent is told. */
  readonly code?: number;
  /** `roll back`, `write off`: the bookings meant; without any, those of the payment's own documents. */
  readonly paymentIds?: readonly string[];
  /** `reverse`: the agent's recorded request, and the supplier's written consent where it has no rollback. */
  readonly agentsRequest?: string;
  readonly consent?: string;
}

export const DECISION_COLUMNS = `d.id, d.payment_id AS payment, d.kind, d.reason, d.detail, d.staff, d.at, d.second, d.second_at AS "secondAt", d.needs_second AS "needsSecond",
  d.done_at AS "doneAt", d.outcome, d.result`;

export async function findDecision(database: Queryable, id: string): Promise<Decision | null> {
  const { rows } = await database.query<Decision>(`SELECT ${DECISION_COLUMNS} FROM decisions d WHERE d.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Complete decisions with a number above `after` that only the workflow `reversal` can carry out and that it has not ended; for the sweeper, by number. */
export async function undoneReversals(database: Queryable, olderThanMs: number, limit: number, after = '0'): Promise<Decision[]> {
  const { rows } = await database.query<Decision>(
    `SELECT ${DECISION_COLUMNS} FROM decisions d WHERE d.done_at IS NULL AND d.kind IN ('roll back', 'reverse') AND (NOT d.needs_second OR d.second IS NOT NULL)
       AND coalesce(d.second_at, d.at) < now() - $1 * interval '1 millisecond' AND d.id > $3 ORDER BY d.id LIMIT $2`,
    [olderThanMs, limit, after],
  );
  return rows;
}

/** When staff last decided that the payment is sent again (ISO instant); null: never. */
export async function sendAgainDecidedAt(database: Queryable, paymentId: string): Promise<string | null> {
  const { rows } = await database.query<{ at: string | null }>(
    `SELECT max(done_at) AS at FROM decisions WHERE payment_id = $1 AND kind = 'send again' AND outcome = 'done'`,
    [paymentId],
  );
  return rows[0]?.at ?? null;
}
