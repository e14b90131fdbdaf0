import { createHash } from 'node:crypto';
import { refusal } from '../../../domain/bank-day/refusals';
import { type Money, sum, ZERO } from '../../../domain/money';
import type { Database, Queryable } from '../../database';
import { actAs } from '../../staff/audit';
import type { DecisionRules } from '../../staff/decisions';
import { needsTwoPeople } from '../../staff/rules';
import type { Staff } from '../../staff/staff';
import { carryOut, type Handed } from './carry-out';
import { dropReopened } from './fallen';
import { againstDetails, againstEffects, judgeSignature } from './objections';
import { refuse, SigningRefused } from './refused';
import { lockSignables, type Selection, type Signable } from './signable';
import { type RowResult, type Signing, storeSigning } from './signings';

export interface SigningAsked extends Pick<Signing, 'supplier' | 'day' | 'outcome' | 'reason' | 'detail' | 'staff'> {
  readonly selection: Selection;
}

/** What became of it, row by row; `handed`: decisions whose workflows are told once this is kept. */
export interface SigningState {
  readonly signing: Signing;
  readonly state: 'done' | 'waits' | 'refused';
  readonly rows: readonly RowResult[];
  readonly handed: readonly Handed[];
}

interface Row extends Pick<RowResult, 'state' | 'people' | 'why'> {
  readonly one: Signable;
}

/**
 * Signs breaks of a day with one outcome: the selection is frozen, each of it judged by itself, and what needs no second person is done.
 * Throws SigningRefused, and then nothing is kept, where not one of them may be signed so.
 */
export function sign(database: Database, rules: DecisionRules, asked: SigningAsked): Promise<SigningState> {
  const { staff, supplier, day, outcome, reason, selection, detail } = asked;
  const act = { staff, action: 'day.sign', subject: `day:${supplier}:${day}`, reason, detail: { outcome, ...selection, ...detail } } as const;
  return actAs(database, act, async (tx, by) => {
    await dropReopened(tx, asked);
    const against = await againstDetails(tx, asked);
    if (against) throw new SigningRefused(against);
    const rows = await judgeRows(tx, rules, asked, by, await chosen(tx, asked));
    const good = rows.filter(({ why }) => why === null).map(({ one }) => one);
    if (good.length === 0) throw new SigningRefused(rows[0]?.why ?? refusal('nothingToSign', { supplier, day, kind: 'totals' }));
    const signing = await storeSigning(tx, { ...asked, count: good.length, sum: effects(good), hash: hashOf(good), rows });
    const now = rows.filter(({ state }) => state === 'stands').map(({ one }) => one);
    const handed = now.length > 0 ? await carryOut(tx, signing, now, rules) : [];
    return { signing, state: now.length < good.length ? 'waits' : 'done', rows: rows.map(said), handed };
  });
}

async function chosen(tx: Queryable, { supplier, day, selection }: SigningAsked): Promise<Signable[]> {
  const found = await lockSignables(tx, { supplier, day }, selection);
  if ('kind' in selection && found.length === 0) throw refuse('nothingToSign', { supplier, day, kind: selection.kind });
  const missing = 'breaks' in selection ? selection.breaks.find((id) => !found.some((one) => one.id === id)) : undefined;
  if (missing !== undefined) throw refuse('noSuchBreak', { id: missing, supplier, day });
  return found;
}

async function judgeRows(tx: Queryable, rules: DecisionRules, asked: SigningAsked, by: Staff, ones: readonly Signable[]): Promise<Row[]> {
  const two = await needsTwoPeople(tx);
  const rows: Row[] = [];
  for (const one of ones) {
    const judged = judgeSignature(one, asked, by.roles, two);
    const why = 'refused' in judged ? judged.refused : await againstEffects(tx, one, asked, rules);
    if (why || 'refused' in judged) rows.push({ one, state: 'refused', people: null, why });
    else rows.push({ one, state: judged.people === '2' && two ? 'waits' : 'stands', people: judged.people, why: null });
  }
  return rows;
}

const said = ({ one, state, people, why }: Row): RowResult => ({ break: one.id, state, people, why });

export const effects = (ones: readonly Signable[]): Money => sum(ones.map(({ effect }) => effect ?? ZERO));
export const hashOf = (ones: readonly Signable[]): string =>
  createHash('sha256')
    .update(ones.map(({ id, hash }) => `${id} ${hash}\n`).join(''))
    .digest('hex');
