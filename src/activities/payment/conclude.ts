import type { NextStep } from '../../contracts/workflows';
import { nextOf } from '../../domain/lifecycle';
import { ASKING, messageOf, SUCCESS } from '../../domain/status';
import type { Queryable } from '../../registry/database';
import { LastStatement } from '../../registry/last-statement';
import { type DocumentRow, documentsOf } from '../../registry/payment/documents';
import { noteWaiting, type Payment, presentStatus } from '../../registry/payment/payments';
import { type Settlement, settle } from '../../registry/payment/settle';

/** The words for the operator; what is waited for stands before what will happen then. */
const POLLING = 'taken by the supplier: its final status is asked for';

/**
 * The last act of every activity of a payment, in its transaction and under the payment's lock: settles what is decided,
 * and says what comes next. `pauseMs` is the pause before another attempt, 0 for none; `known`: all its documents as this transaction
 * has just written them, where it knows them without reading.
 */
export async function conclude(tx: Queryable, payment: Payment, pauseMs: number, known?: readonly DocumentRow[]): Promise<Concluded> {
  const step = await stepOf(tx, payment, pauseMs, known);
  return step instanceof LastStatement ? step : withMark(payment, step);
}

/** A settlement is the last statement of its transaction, and says then that the payment is finished. */
export type Concluded = NextStep | LastStatement<NextStep>;

/** Operators filter by the mark: the workflow shows it as the registry has it. */
export const withMark = (payment: Payment, step: NextStep): NextStep =>
  step.next === 'finished' ? step : { ...step, needsStaff: payment.needsStaff !== null };

async function stepOf(tx: Queryable, payment: Payment, pauseMs: number, known?: readonly DocumentRow[]): Promise<Concluded> {
  const documents = known ?? (await documentsOf(tx, payment.id));
  const next = nextOf(documents);
  if (payment.finalAt && next.do !== 'settle') return finished(tx, payment);
  switch (next.do) {
    case 'check':
      return { next: 'check', why: whyChecked(documents) };
    case 'pay':
      return pauseMs > 0 ? later(tx, payment, documents, pauseMs) : { next: 'pay', attempt: next.attempt };
    case 'find':
      return looking(
        tx,
        payment,
        documents.filter(({ number }) => next.documents.includes(number)),
      );
    case 'poll':
      return { next: 'poll', why: POLLING };
    case 'undo':
      return { next: 'undo', why: `a part was refused (${next.code}): what was taken is rolled back` };
    case 'settle': {
      const refusal = documents.find(({ state, code }) => (state === 'refused' || state === 'rolled back') && code === next.status);
      const why = next.status === SUCCESS ? `taken by ${payment.supplier}` : `refused: ${refusal?.codeText ?? messageOf(next.status)}`;
      return close(tx, payment, { status: next.status, why });
    }
  }
}

function whyChecked(documents: readonly DocumentRow[]): string {
  if (documents.length === 0) return 'not checked yet';
  const sought = documents.some((document) => document.soughtOnly && document.state === 'planned');
  return sought ? 'no earlier life has paid it: it is checked anew' : 'the invoice is no longer current: a fresh one is fetched';
}

/** Settles it; where it was closed before, what stands. */
export async function close(tx: Queryable, payment: Payment, settlement: Settlement): Promise<Concluded> {
  const settled = await settle(tx, payment, settlement);
  if (!(settled instanceof LastStatement)) return finished(tx, payment);
  return settled.as((made) => ({ next: 'finished', status: settlement.status, callback: made.as === 'settled' && made.callback }));
}

/** The present final status and whether an agent waits for a callback. */
export async function finished(tx: Queryable, payment: Payment): Promise<NextStep> {
  return { next: 'finished', ...((await presentStatus(tx, payment.id)) ?? { status: ASKING, callback: false }) };
}

/** Whether it was booked only the supplier's books can tell: staff read why at once, and not only after the first look. */
async function looking(tx: Queryable, payment: Payment, unknown: readonly DocumentRow[]): Promise<NextStep> {
  const reason = unknown.map(({ attempts }) => attempts.at(-1)?.reason).find((each) => each) ?? 'none was written';
  const why = `no clear answer to the payment (${reason}): the books of ${payment.supplier} are read until they prove what happened`;
  await noteWaiting(tx, payment.id, why, new Date().toISOString());
  return { next: 'find', why };
}

/** Another attempt follows; until then staff can read why it waits. */
async function later(tx: Queryable, payment: Payment, documents: readonly DocumentRow[], forMs: number): Promise<NextStep> {
  const why = `nothing was sent, another attempt follows: ${lastReason(documents) ?? 'no reason was given'}`;
  await noteWaiting(tx, payment.id, why, new Date(Date.now() + forMs).toISOString());
  return { next: 'wait', why, forMs };
}

const lastReason = (documents: readonly DocumentRow[]): string | null =>
  documents
    .flatMap((document) => document.attempts)
    .sort((a, b) => b.number - a.number)
    .find((attempt) => attempt.reason)?.reason ?? null;
