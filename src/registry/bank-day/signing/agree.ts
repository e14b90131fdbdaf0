import { mayEnd } from '../../../domain/bank-day/outcomes';
import { refusal, type SigningRefusal } from '../../../domain/bank-day/refusals';
import { mayAgree } from '../../../domain/bank-day/signing';
import type { Database, Queryable } from '../../database';
import { actAs } from '../../staff/audit';
import type { DecisionRules } from '../../staff/decisions';
import { findStaff } from '../../staff/staff';
import { carryOut } from './carry-out';
import { againstEffects } from './objections';
import { refuse } from './refused';
import type { SigningState } from './sign';
import { lockSignables, type Signable } from './signable';
import { endSignatures, findSigning, lockSigning, type RowResult, type SignatureRow, type Signing, signaturesOf } from './signings';

/**
 * The second person agrees: each break of the selection is judged again, and what still holds is done. One whose facts have changed since
 * falls: nothing is done about it, and it may be signed anew.
 */
export async function agree(database: Database, rules: DecisionRules, staff: string, id: string, reason: string | undefined): Promise<SigningState> {
  const { outcome, supplier, day } = await known(database, id);
  const act = { staff, action: 'day.approve', subject: `day:${supplier}:${day}`, reason, detail: { signing: id, outcome } } as const;
  return actAs(database, act, async (tx, by) => {
    const signing = await waiting(tx, id);
    if (signing.staff === staff) throw refuse('samePerson', { signing: id, staff });
    const first = await findStaff(tx, signing.staff);
    if (!mayAgree(first?.roles ?? [], by.roles)) throw refuse('needsAccountant', { signing: id, staff });
    await tx.query('UPDATE signings SET second = $2, second_at = now() WHERE id = $1', [id, staff]);
    const agreed = { ...signing, second: staff };
    const { good, fallen } = await judgeAgain(tx, rules, agreed, await signaturesOf(tx, id, 'waits'));
    for (const { break: broken, why } of fallen) await endSignatures(tx, id, [broken], 'fallen', null, why);
    const handed = good.length > 0 ? await carryOut(tx, agreed, good, rules) : [];
    const done = good.map((one): RowResult => ({ break: one.id, state: handed.length > 0 ? 'done' : 'stands', people: '2', why: null }));
    return { signing: agreed, state: good.length > 0 ? 'done' : 'refused', rows: [...done, ...fallen], handed };
  });
}

/** Refuses to be the second person, or takes one's own waiting signature back: nothing was done. */
export async function rejectSigning(database: Database, staff: string, id: string, reason: string): Promise<Signing> {
  const { outcome, supplier, day } = await known(database, id);
  const act = { staff, action: 'day.approve', subject: `day:${supplier}:${day}`, reason, detail: { rejected: id, outcome } } as const;
  return actAs(database, act, async (tx) => {
    const signing = await waiting(tx, id);
    const rows = await signaturesOf(tx, id, 'waits');
    await endSignatures(
      tx,
      id,
      rows.map((row) => row.break),
      'rejected',
      staff,
    );
    return signing;
  });
}

async function known(database: Queryable, id: string): Promise<Signing> {
  const signing = await findSigning(database, id);
  if (!signing) throw refuse('noSuchSigning', { signing: id });
  return signing;
}

async function waiting(tx: Queryable, id: string): Promise<Signing> {
  const signing = await lockSigning(tx, id);
  const { rows } = await tx.query<{ waits: boolean }>(`SELECT EXISTS (SELECT 1 FROM signatures WHERE signing_id = $1 AND state = 'waits') AS waits`, [
    id,
  ]);
  if (!signing || !rows[0]?.waits) throw refuse('waitsForNobody', { signing: id });
  return signing;
}

interface Again {
  readonly good: readonly Signable[];
  readonly fallen: ReadonlyArray<RowResult & { readonly why: SigningRefusal }>;
}

async function judgeAgain(tx: Queryable, rules: DecisionRules, signing: Signing, rows: readonly SignatureRow[]): Promise<Again> {
  const ones = await lockSignables(tx, signing, { breaks: rows.map((row) => row.break) });
  const good: Signable[] = [];
  const fallen: Array<Again['fallen'][number]> = [];
  for (const { break: id } of rows)
    if (!ones.some((one) => one.id === id))
      fallen.push({ break: id, state: 'fallen', people: '2', why: refusal('factsChanged', { id, signing: signing.id }) });
  for (const one of ones) {
    const row = rows.find((each) => each.break === one.id);
    const why = against(one, signing, row?.hash) ?? (await againstEffects(tx, one, signing, rules));
    if (why) fallen.push({ break: one.id, state: 'fallen', people: '2', why });
    else good.push(one);
  }
  return { good, fallen };
}

function against(one: Signable, { id: signing, outcome }: Signing, signed: string | undefined): SigningRefusal | null {
  const { id, kind } = one;
  if (one.closedAs !== null) return refusal('breakClosed', { id, as: one.closedAs });
  if (one.hash !== signed) return refusal('factsChanged', { id, signing });
  const may = mayEnd(one).map((each) => each.outcome);
  return may.includes(outcome) ? null : refusal('outcomeForbidden', { id, kind, outcome, may });
}
