import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';
import { Refused } from '../staff/refused';

/** What a document of our bank says, as staff type it. */
export interface BankDocument {
  readonly party: Party;
  /** № and date as the bank printed them. */
  readonly number: string;
  readonly day: Day;
  /** Above zero came in, below went out. */
  readonly amount: Money;
  readonly currency: string;
}

export type Party = `agent:${AgentId}` | `supplier:${string}`;

export interface KeptDocument extends BankDocument {
  readonly id: string;
  readonly state: 'waits' | 'booked' | 'rejected';
  readonly copy: number;
  readonly reason: string;
  readonly staff: string;
  /** ISO instant. */
  readonly at: string;
  readonly second: string | null;
  readonly entry: string | null;
}

const COLUMNS = 'd.id, d.party, d.number, d.day, d.amount, d.currency, d.copy, d.state, d.reason, d.staff, d.at, d.second, d.entry_id AS entry';
const SAME = 'd.party = $1 AND d.number = $2 AND d.day = $3 AND d.amount = $4 AND d.currency = $5';
const facts = ({ party, number, day, amount, currency }: BankDocument) => [party, number, day, amount, currency];

/**
 * Counts the document of an entry, in the transaction that makes the entry. Throws Refused, and with it nothing is kept, where the same has
 * been counted: typed twice at the same moment it is counted once.
 */
export async function countDocument(tx: Queryable, document: BankDocument, by: { staff: string; reason: string; entry: string }): Promise<void> {
  const counted = await tx.query(
    `INSERT INTO bank_documents (party, number, day, amount, currency, state, staff, reason, entry_id) VALUES ($1, $2, $3, $4, $5, 'booked', $6, $7, $8)
     ON CONFLICT DO NOTHING`,
    [...facts(document), by.staff, by.reason, by.entry],
  );
  if (counted.rowCount) return;
  const { rows } = await tx.query<KeptDocument>(`SELECT ${COLUMNS} FROM bank_documents d WHERE ${SAME} AND d.copy = 1`, facts(document));
  const first = rows[0];
  throw new Refused(
    `Document ${document.number} of ${document.day} over the same sum was booked by ${first?.staff} at ${first?.at}: a true second one needs two people (--again).`,
  );
}

/** Keeps a true second document until another person agrees; no money moves before. Throws Refused where there is no first, or one waits. */
export async function askAgain(tx: Queryable, document: BankDocument, by: { staff: string; reason: string }): Promise<string> {
  const { rows } = await tx.query<{ state: KeptDocument['state']; copy: number; id: string }>(
    `SELECT d.id, d.state, d.copy FROM bank_documents d WHERE ${SAME} AND d.state <> 'rejected' ORDER BY d.copy DESC LIMIT 1`,
    facts(document),
  );
  const last = rows[0];
  if (!last) throw new Refused('This document was not booked yet: leave --again out.');
  if (last.state === 'waits') throw new Refused(`The same document waits for its second person already: bank document ${last.id}.`);
  const asked = await tx.query<{ id: string }>(
    `INSERT INTO bank_documents (party, number, day, amount, currency, copy, state, staff, reason) VALUES ($1, $2, $3, $4, $5, $6, 'waits', $7, $8)
     ON CONFLICT DO NOTHING RETURNING id`,
    [...facts(document), last.copy + 1, by.staff, by.reason],
  );
  if (!asked.rows[0]) throw new Refused('Somebody else has just asked for the same.');
  return asked.rows[0].id;
}

/** A waiting document, locked. Throws Refused where it waits for nobody, or for another than this person. */
export async function lockWaiting(tx: Queryable, id: string, second: string | null): Promise<KeptDocument> {
  const { rows } = await tx.query<KeptDocument>(`SELECT ${COLUMNS} FROM bank_documents d WHERE d.id = $1 FOR UPDATE`, [id]);
  const waiting = rows[0];
  if (!waiting) throw new Refused(`There is no bank document ${id}.`);
  if (waiting.state !== 'waits') throw new Refused(`Bank document ${id} waits for nobody any more.`);
  if (waiting.staff === second) throw new Refused(`${second} typed bank document ${id}: another person must approve it.`);
  return waiting;
}

export async function bookWaiting(tx: Queryable, id: string, second: string, entry: string): Promise<void> {
  await tx.query(`UPDATE bank_documents SET state = 'booked', second = $2, second_at = now(), entry_id = $3 WHERE id = $1`, [id, second, entry]);
}

export async function rejectWaiting(tx: Queryable, id: string, by: string): Promise<void> {
  await tx.query(`UPDATE bank_documents SET state = 'rejected', second = $2, second_at = now() WHERE id = $1`, [id, by]);
}

/** Newest first. */
export async function listDocuments(database: Queryable, waiting: boolean, limit: number): Promise<KeptDocument[]> {
  const { rows } = await database.query<KeptDocument>(
    `SELECT ${COLUMNS} FROM bank_documents d WHERE NOT $1 OR d.state = 'waits' ORDER BY d.id DESC LIMIT $2`,
    [waiting, limit],
  );
  return rows;
}
