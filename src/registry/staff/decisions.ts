import { caution } from '../../domain/deciding';
import { type DecisionKind, decidesFate, isReversal, movesMoney, objection } from '../../domain/decisions';
import type { Objection } from '../../domain/objections';
import type { Action } from '../../domain/permissions';
import type { Database, Queryable } from '../database';
import { foreignBooking } from '../evidence/foreign-booking';
import { lockPayment, type Payment } from '../payment/payments';
import { type Act, actAs } from './audit';
import { DECISION_COLUMNS, type Decision, type DecisionDetail, type DecisionOutcome, findDecision } from './decision';
import { carryOut } from './decision-effects';
import { decisionFacts } from './decision-facts';
import { DecisionRefused, refuse } from './refused';
import { needsTwoPeople } from './rules';

export interface DecisionRules {
  /** How long after `send_before` an attempt may still be answered, in milliseconds. */
  readonly answerMs: number;
}

export interface NewDecision {
  readonly staff: string;
  readonly payment: Payment;
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly detail: DecisionDetail;
}

/** What became of it: `done` here, `started` where the workflow `reversal` carries it out, `waits` for a second person. */
export interface DecisionState {
  readonly decision: Decision;
  readonly state: 'done' | 'started' | 'waits';
  /** What whoever decides or agrees should know; null where there is nothing. */
  readonly caution: Objection | null;
}

const ACTIONS: Readonly<Partial<Record<DecisionKind, Action>>> = {
  'poll now': 'payment.poll',
  'resend callback': 'payment.resend-callback',
  reverse: 'payment.reverse',
};

/** Validates and stores a decision, and does it at once where nobody else must agree. Throws Refused where evidence forbids it. */
export function decide(database: Database, rules: DecisionRules, asked: NewDecision): Promise<DecisionState> {
  const { staff, kind, reason } = asked;
  const act: Act = { staff, action: ACTIONS[kind] ?? 'payment.decide', subject: subjectOf(asked.payment), reason, detail: { kind, ...asked.detail } };
  return actAs(database, act, async (tx) => {
    const payment = await locked(tx, asked.payment.id);
    const waiting = await waitingDecision(tx, payment.id);
    if (waiting && movesMoney(kind)) throw refuse('anotherWaits', { id: waiting.id, decision: waiting.kind, staff: waiting.staff });
    const { detail, caution: warned } = await judged(tx, payment, rules, kind, asked.detail);
    const { rows } = await tx.query<Decision>(
      `INSERT INTO decisions AS d (payment_id, kind, reason, detail, staff, needs_second) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${DECISION_COLUMNS}`,
      [payment.id, kind, reason, JSON.stringify(detail), staff, movesMoney(kind) && (await needsTwoPeople(tx))],
    );
    const decision = rows[0];
    if (!decision) throw new Error('a decision was not stored');
    return { ...(await complete(tx, payment, decision)), caution: warned };
  });
}

/** The second person agrees: the evidence is judged again, and the decision is done. */
export async function approve(
  database: Database,
  rules: DecisionRules,
  staff: string,
  id: string,
  reason: string | undefined,
): Promise<DecisionState> {
  const { decision, payment } = await waitingFor(database, id);
  return actAs(
    database,
    { staff, action: 'payment.approve', subject: subjectOf(payment), reason, detail: { decision: id, kind: decision.kind } },
    async (tx) => {
      const again = await locked(tx, payment.id);
      const { rows } = await tx.query<Decision>(`SELECT ${DECISION_COLUMNS} FROM decisions d WHERE d.id = $1 FOR UPDATE`, [id]);
      const current = rows[0];
      if (!current || current.doneAt || !current.needsSecond || current.second) throw refuse('waitsForNobody', { id });
      if (current.staff === staff) throw refuse('ownDecision', { id, staff });
      const { caution: warned } = await judged(tx, again, rules, current.kind, current.detail);
      await tx.query('UPDATE decisions SET second = $2, second_at = now() WHERE id = $1', [id, staff]);
      return { ...(await complete(tx, again, { ...current, second: staff })), caution: warned };
    },
  );
}

/** Takes a waiting decision back, or refuses to be its second person; whoever may decide may do either. */
export async function reject(database: Database, staff: string, id: string, reason: string): Promise<Decision> {
  const { decision, payment } = await waitingFor(database, id);
  return actAs(
    database,
    { staff, action: 'payment.reject', subject: subjectOf(payment), reason, detail: { decision: id, kind: decision.kind } },
    async (tx) => {
      await locked(tx, payment.id);
      const { rows } = await tx.query<Decision>(
        `UPDATE decisions d SET done_at = now(), outcome = 'rejected', result = $2
         WHERE d.id = $1 AND d.done_at IS NULL AND d.needs_second AND d.second IS NULL RETURNING ${DECISION_COLUMNS}`,
        [id, `rejected by ${staff}: ${reason}`.slice(0, 500)],
      );
      if (!rows[0]) throw refuse('waitsForNobody', { id });
      return rows[0];
    },
  );
}

export async function complete(tx: Queryable, payment: Payment, decision: Decision): Promise<Omit<DecisionState, 'caution'>> {
  if (decision.needsSecond && !decision.second) return { decision, state: 'waits' };
  if (isReversal(decision.kind)) return { decision, state: 'started' };
  const result = await carryOut(tx, payment, decision);
  await finishDecision(tx, decision.id, 'done', result);
  return { decision: { ...decision, outcome: 'done', result }, state: 'done' };
}

/** Ends a decision with what came of it; the workflow `reversal` calls it for its own. */
export async function finishDecision(tx: Queryable, id: string, outcome: DecisionOutcome, result: string): Promise<void> {
  await tx.query('UPDATE decisions SET done_at = now(), outcome = $2, result = $3 WHERE id = $1 AND done_at IS NULL', [
    id,
    outcome,
    result.slice(0, 500),
  ]);
}

export const subjectOf = (payment: Pick<Payment, 'agent' | 'transaction'>): string => `payment:${payment.agent}:${payment.transaction}`;

async function locked(tx: Queryable, id: string): Promise<Payment> {
  const payment = await lockPayment(tx, id);
  if (!payment) throw refuse('paymentUnknown', {});
  return payment;
}

async function waitingDecision(tx: Queryable, paymentId: string): Promise<Decision | null> {
  const { rows } = await tx.query<Decision>(
    `SELECT ${DECISION_COLUMNS} FROM decisions d WHERE d.payment_id = $1 AND d.done_at IS NULL AND d.needs_second AND d.second IS NULL ORDER BY d.id LIMIT 1`,
    [paymentId],
  );
  return rows[0] ?? null;
}

async function waitingFor(database: Database, id: string): Promise<{ decision: Decision; payment: Payment }> {
  const decision = await findDecision(database, id);
  if (!decision) throw refuse('decisionUnknown', { id });
  if (decision.doneAt) throw refuse('decisionEnded', { id, result: decision.result ?? '' });
  return database.transaction(async (tx) => ({ decision, payment: await locked(tx, decision.payment) }));
}

/** What a person knows of one attempt says nothing about the next. */
function refuseOutdated(decided: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): void {
  const moved = Object.entries(now).find(([document, attempt]) => decided[document] !== attempt);
  if (moved) throw refuse('sentAgainSince', { document: Number(moved[0]), attempt: moved[1] });
}

interface Judged {
  readonly detail: DecisionDetail;
  readonly caution: Objection | null;
}

/** Throws Refused where evidence forbids the decision; answers with its detail, completed. */
export async function judged(tx: Queryable, payment: Payment, rules: DecisionRules, kind: DecisionKind, detail: DecisionDetail): Promise<Judged> {
  const facts = await decisionFacts(tx, payment, rules.answerMs);
  const own = facts.documents.filter((document) => document.state === 'taken').flatMap((document) => document.supplierPaymentId ?? []);
  const extras = detail.paymentIds?.filter((id) => !own.includes(id)) ?? [];
  if (kind === 'roll back' && extras.length > 0) await refuseForeignBookings(tx, payment, detail.paymentIds ?? []);
  const decided = { kind, code: detail.code ?? null, extras, consent: detail.consent !== undefined };
  const against = objection(decided, facts);
  if (against) throw new DecisionRefused(against);
  const attempts = Object.fromEntries(facts.documents.map((document) => [document.number, document.attempts.at(-1)?.number ?? 0]));
  if (detail.attempts && decidesFate(kind)) refuseOutdated(detail.attempts, attempts);
  if (kind !== 'roll back') return { detail: decidesFate(kind) ? { ...detail, attempts } : detail, caution: caution(decided, facts) };
  const paymentIds = detail.paymentIds ?? own;
  await refuseForeignBookings(tx, payment, paymentIds);
  return { detail: { ...detail, paymentIds }, caution: null };
}

async function refuseForeignBookings(tx: Queryable, payment: Payment, bookings: readonly string[]): Promise<void> {
  const foreign = await foreignBooking(tx, payment, bookings);
  if (foreign) throw refuse('bookingOfAnother', foreign);
}
