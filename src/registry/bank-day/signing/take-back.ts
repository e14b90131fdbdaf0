import { canBeTakenBack } from '../../../domain/bank-day/signing';
import type { Database, Queryable } from '../../database';
import { actAs } from '../../staff/audit';
import { bankDay } from '../day/days';
import { refuse } from './refused';
import { returnMoved } from './return-moved';
import { lockSignables } from './signable';
import { endSignatures, findSigning, lockSigning, type Signing, signaturesOf } from './signings';

/** From here on the supplier is told, or was, that the day is agreed. */
const CONFIRMED: readonly string[] = ['confirming', 'verifying', 'confirmed', 'confirmed elsewhere', 'posted'];

/** Its giver takes a signature back, whole, until the day is confirmed: what it moved moves back, and its breaks are open again. */
export async function takeBack(database: Database, staff: string, id: string, reason: string): Promise<Signing> {
  const known = await findSigning(database, id);
  if (!known) throw refuse('noSuchSigning', { signing: id });
  const { supplier, day, outcome } = known;
  const act = { staff, action: 'day.take-back', subject: `day:${supplier}:${day}`, reason, detail: { signing: id, outcome } } as const;
  return actAs(database, act, async (tx) => {
    const signing = (await lockSigning(tx, id)) ?? known;
    if (signing.staff !== staff) throw refuse('notGiver', { signing: id, staff, giver: signing.staff });
    const rows = [...(await signaturesOf(tx, id, 'stands')), ...(await signaturesOf(tx, id, 'waits'))].map((row) => row.break);
    if (rows.length === 0) throw refuse('nothingToTakeBack', { signing: id });
    await refuseWhatIsDone(tx, signing);
    await lockSignables(tx, signing, { breaks: rows });
    await returnMoved(tx, signing, rows, `signing ${id} taken back by ${staff}: ${reason}`);
    await endSignatures(tx, id, rows, 'taken back', staff);
    await tx.query(
      `UPDATE breaks SET closed_at = NULL, closed_as = NULL, how = NULL, closed_by = NULL WHERE id = ANY ($1::bigint[]) AND closed_as = 'signed'`,
      [rows],
    );
    return signing;
  });
}

async function refuseWhatIsDone(tx: Queryable, { id, outcome, supplier, day, second }: Signing): Promise<void> {
  const waits = second === null && (await signaturesOf(tx, id, 'stands')).length === 0;
  if (!waits && !canBeTakenBack(outcome)) throw refuse('cannotBeTakenBack', { signing: id, outcome });
  const known = await bankDay(tx, supplier, day);
  if (known && CONFIRMED.includes(known.state)) throw refuse('dayConfirmed', { signing: id, day });
  const ended = await tx.query<{ break: string }>(
    `SELECT break_id AS break FROM claims WHERE signing_id = $1 AND state NOT IN ('open', 'withdrawn') ORDER BY id LIMIT 1 FOR UPDATE`,
    [id],
  );
  const [claim] = ended.rows;
  if (claim) throw refuse('claimEnded', { id: claim.break });
}
