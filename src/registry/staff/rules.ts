import type { Database, Queryable } from '../database';
import { type Act, actAs } from './audit';
import { Refused } from './refused';

/** What holds for all of staff. No environment variable and no single person changes a rule: one asks for it, another agrees. */
export const RULES = ['two-people'] as const;
export type RuleName = (typeof RULES)[number];
export type RuleValue = 'on' | 'off';

export interface Rule {
  readonly name: RuleName;
  readonly value: RuleValue;
  /** ISO instant. */
  readonly since: string;
  /** A change that waits for its second person. */
  readonly waiting: RuleChange | null;
}

export interface RuleChange {
  readonly id: string;
  readonly rule: RuleName;
  readonly value: RuleValue;
  readonly reason: string;
  readonly staff: string;
}

const CHANGE = 'c.id, c.rule, c.value, c.reason, c.staff';

/** Whether decisions that move money need two people. In doubt they do. */
export async function needsTwoPeople(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ value: RuleValue }>(`SELECT value FROM rules WHERE name = 'two-people'`);
  return rows[0]?.value !== 'off';
}

export async function listRules(database: Queryable): Promise<Rule[]> {
  const { rows } = await database.query<Omit<Rule, 'waiting'>>('SELECT name, value, since FROM rules ORDER BY name');
  const waiting = (await database.query<RuleChange>(`SELECT ${CHANGE} FROM rule_changes c WHERE c.ended_at IS NULL ORDER BY c.id`)).rows;
  return rows.map((rule) => ({ ...rule, waiting: waiting.find((change) => change.rule === rule.name) ?? null }));
}

/** Asks for a change, which waits for its second person whatever the rules say. Throws Refused where it would change nothing. */
export function askForRule(database: Database, asked: Omit<RuleChange, 'id'>): Promise<RuleChange> {
  const { staff, rule, value, reason } = asked;
  return actAs(database, { staff, action: 'rule.set', subject: subjectOf(rule), reason, detail: { value } }, async (tx) => {
    const before = await lockedRule(tx, rule);
    if (before === value) throw new Refused(`The rule ${rule} is ${value} already.`);
    const { rows } = await tx.query<RuleChange>(
      `INSERT INTO rule_changes AS c (rule, value, reason, staff) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ${CHANGE}`,
      [rule, value, reason, staff],
    );
    if (!rows[0]) throw new Refused(`A change of the rule ${rule} waits for its second person already.`);
    return rows[0];
  });
}

/** The second person agrees: the rule is changed. */
export function approveRule(database: Database, staff: string, id: string, reason: string | undefined): Promise<RuleChange> {
  return ending(database, { staff, action: 'rule.approve', reason }, id, async (tx, change) => {
    if (change.staff === staff) throw new Refused(`${staff} asked for change ${id}: another person must approve it.`);
    await tx.query(`UPDATE rule_changes SET ended_at = now(), outcome = 'done', second = $2 WHERE id = $1`, [id, staff]);
    await tx.query('UPDATE rules SET value = $2, since = now() WHERE name = $1', [change.rule, change.value]);
  });
}

/** Takes a waiting change back, or refuses to be its second person. */
export function rejectRule(database: Database, staff: string, id: string, reason: string): Promise<RuleChange> {
  return ending(database, { staff, action: 'rule.reject', reason }, id, async (tx) => {
    await tx.query(`UPDATE rule_changes SET ended_at = now(), outcome = 'rejected' WHERE id = $1`, [id]);
  });
}

async function ending(
  database: Database,
  act: Omit<Act, 'subject' | 'detail'>,
  id: string,
  work: (tx: Queryable, change: RuleChange) => Promise<void>,
): Promise<RuleChange> {
  const { rows } = await database.query<RuleChange>(`SELECT ${CHANGE} FROM rule_changes c WHERE c.id = $1`, [id]);
  const found = rows[0];
  if (!found) throw new Refused(`There is no change ${id} of a rule.`);
  return actAs(database, { ...act, subject: subjectOf(found.rule), detail: { change: id, value: found.value } }, async (tx) => {
    await lockedRule(tx, found.rule);
    const open = await tx.query('SELECT 1 FROM rule_changes WHERE id = $1 AND ended_at IS NULL', [id]);
    if (!open.rowCount) throw new Refused(`Change ${id} waits for nobody any more.`);
    await work(tx, found);
    return found;
  });
}

async function lockedRule(tx: Queryable, name: RuleName): Promise<RuleValue> {
  const { rows } = await tx.query<{ value: RuleValue }>('SELECT value FROM rules WHERE name = $1 FOR UPDATE', [name]);
  if (!rows[0]) throw new Refused(`There is no rule ${name}.`);
  return rows[0].value;
}

const subjectOf = (rule: RuleName): string => `rule:${rule}`;
