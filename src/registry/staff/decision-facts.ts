import { OFFERS } from '../../contracts/supply';
import type { DecidedDocument, DecisionFacts, ExtraBooking } from '../../domain/decisions';
import { STILL } from '../bank-day/breaks';
import type { Queryable } from '../database';
import { type DocumentRow, documentsOf } from '../payment/documents';
import type { Payment } from '../payment/payments';

export interface KnownFacts extends DecisionFacts {
  readonly documents: ReadonlyArray<DocumentRow & DecidedDocument>;
}

/** What a decision is judged by. `answerMs`: how long after `send_before` an attempt may still be answered. */
export async function decisionFacts(tx: Queryable, payment: Payment, answerMs: number): Promise<KnownFacts> {
  const documents = (await documentsOf(tx, payment.id)).map((document) => ({ ...document, writtenOff: document.writtenOffAt !== null }));
  const { rows } = await tx.query<{ callback: boolean; reversing: boolean; now: string }>(
    `SELECT now() AS now, a.callback_url IS NOT NULL AS callback, EXISTS (
       SELECT 1 FROM decisions d
       WHERE d.payment_id = $1 AND d.done_at IS NULL AND d.kind IN ('roll back', 'reverse') AND (NOT d.needs_second OR d.second IS NOT NULL)
     ) AS reversing FROM agents a WHERE a.id = $2`,
    [payment.id, payment.agent],
  );
  const row = rows[0];
  if (!row) throw new Error(`payment ${payment.id} has no agent`);
  return {
    status: payment.status,
    final: payment.finalAt !== null,
    reversed: payment.reversedAt !== null,
    needsStaff: payment.needsStaff !== null,
    hasCallbackUrl: row.callback,
    takesBack: OFFERS[payment.supplier].rollback,
    reversing: row.reversing,
    documents,
    breaks: await extraBookings(tx, payment.id),
    sendingUntil: sendingUntil(documents, answerMs, Date.parse(row.now)),
  };
}

async function extraBookings(tx: Queryable, paymentId: string): Promise<ExtraBooking[]> {
  const { rows } = await tx.query<ExtraBooking>(
    `SELECT b.booking, b.kind, CASE WHEN ${STILL} THEN b.rollback_until END AS "rollbackUntil"
     FROM breaks b WHERE b.payment_id = $1 AND b.closed_at IS NULL ORDER BY b.id LIMIT 100`,
    [paymentId],
  );
  return rows;
}

/** The database's own clock judges: `send_before` was held against it too. */
function sendingUntil(documents: readonly DocumentRow[], answerMs: number, now: number): string | null {
  const ends = documents
    .flatMap((document) => document.attempts)
    .filter((attempt) => attempt.state === 'sending')
    .map((attempt) => Date.parse(attempt.sendBefore) + answerMs)
    .filter((end) => end > now);
  return ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null;
}
