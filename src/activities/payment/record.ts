import type { NextStep, SealedOutcome, StepInput } from '../../contracts/workflows';
import { mayStillSay } from '../../domain/lifecycle';
import { pauseMs } from '../../ladders';
import type { Queryable } from '../../registry/database';
import { LastStatement } from '../../registry/last-statement';
import { type DocumentRow, documentsOf } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import { underLock } from '../../registry/payment/standing';
import { type Dependencies, supplierNamed } from '../dependencies';
import { overdue } from './check';
import { type Concluded, conclude } from './conclude';
import { keepExtras } from './extras';
import { hasAttempt, recordOutcome } from './outcomes';
import { type HeardOutcome, openSeal } from './sealed-outcome';
import { alarm } from './unfounded';

export interface WriteInput extends StepInput {
  readonly attempt: number;
  readonly heard: readonly HeardOutcome[];
}

/** Writes what was heard about an attempt and settles what it decides, in one transaction. Repeatable. */
export function write(dependencies: Dependencies, input: WriteInput): Promise<NextStep> {
  const { attempt, heard } = input;
  return underLock(dependencies.database, input, async (tx, payment) => {
    const documents = await documentsOf(tx, payment.id);
    await writeDown(tx, dependencies, payment, documents, attempt, heard);
    return after(tx, dependencies, payment, attempt, allTaken(documents, attempt, heard));
  });
}

export interface RecordInput extends StepInput {
  readonly attempt: number;
  readonly sealed?: readonly SealedOutcome[];
}

/**
 * The same as the workflow asks for it, where `pay` could not. Its word counts only under the seal that `pay` gave it, and only for an
 * attempt whose outcome is still awaited; whatever else comes is left to evidence, and somebody must look who wrote it.
 */
export function record(dependencies: Dependencies, input: RecordInput): Promise<NextStep> {
  const { database, vault } = dependencies;
  const { attempt } = input;
  return underLock(database, input, async (tx, payment) => {
    const documents = await documentsOf(tx, payment.id);
    const words = Array.isArray(input.sealed) ? (input.sealed as readonly SealedOutcome[]) : [];
    const heard = words.map((word) => openSeal(vault, payment, attempt, word));
    const unfounded = words.length === 0 ? 'an answer without a seal' : heard.includes(null) ? 'an answer whose seal does not open' : null;
    if (unfounded) await alarm(dependencies, tx, 'record', { payment: payment.id, attempt }, unfounded);
    const awaited = heard.flatMap((each, at) => (each && isAwaited(documents, attempt, each, words[at]?.sendBefore) ? [each] : []));
    await writeDown(tx, dependencies, payment, documents, attempt, awaited);
    return after(tx, dependencies, payment, attempt);
  });
}

async function after(
  tx: Queryable,
  { ladders }: Dependencies,
  payment: Payment,
  attempt: number,
  known?: readonly DocumentRow[],
): Promise<Concluded> {
  const step = await conclude(tx, payment, pauseMs(ladders.resend, attempt), known);
  if (step instanceof LastStatement) return step;
  return step.next === 'wait' && (await overdue(tx, ladders, payment, step.why)) ? { ...step, needsStaff: true } : step;
}

/** Said of this very claim of the attempt, and not decided since. What the registry has no attempt of is not decided either. */
function isAwaited(documents: readonly DocumentRow[], number: number, { sent, outcome }: HeardOutcome, sendBefore = ''): boolean {
  const about = documents.find((each) => each.number === sent.number);
  const attempt = about?.attempts.find((each) => each.number === number);
  if (!about || !attempt) return true;
  return Date.parse(attempt.sendBefore) === Date.parse(sendBefore) && mayStillSay(about, attempt, outcome.kind);
}

async function writeDown(
  tx: Queryable,
  dependencies: Dependencies,
  payment: Payment,
  documents: readonly DocumentRow[],
  attempt: number,
  heard: readonly HeardOutcome[],
): Promise<void> {
  const supplier = supplierNamed(dependencies.suppliers, payment.supplier);
  const about = { payment, supplier, documents, logger: dependencies.logger };
  for (const each of heard) {
    await keepExtras(tx, dependencies, payment, each.outcome);
    await recordOutcome(tx, about, attempt, each);
  }
}

/** The straight path: what stands now is known without reading it again. */
function allTaken(documents: readonly DocumentRow[], attempt: number, heard: readonly HeardOutcome[]): DocumentRow[] | undefined {
  const taken = new Set(heard.flatMap(({ sent, outcome }) => (outcome.kind === 'accepted' ? [sent.number] : [])));
  const straight = (document: DocumentRow) => document.state === 'planned' && taken.has(document.number) && hasAttempt(document, attempt);
  if (documents.length === 0 || !documents.every(straight)) return undefined;
  return documents.map((document) => ({ ...document, state: 'taken' }));
}
