import type { DecisionKind } from '../domain/decisions';
import type { Money } from '../domain/money';
import type { Language } from '../domain/status';
import type { BookZones } from '../registry/alarms/overdue-days';
import type { Queryable } from '../registry/database';
import { BREAK_WORDS, type BreakArgs } from './breaks';
import { QUESTIONS } from './inbox-questions';
import { type OverdueArgs, overdueItems } from './overdue-days';
import { en } from './texts/inbox/en';
import { kk } from './texts/inbox/kk';
import { ru } from './texts/inbox/ru';
import { type InEveryLanguage, type Told, tell } from './told';
import { inShell, type Verb } from './verb';

export const INBOX_KINDS = [
  'payment',
  'bank day',
  'break',
  'slow payment',
  'second person',
  'reversal',
  'callback',
  'supplier',
  'service',
  'low balance',
] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

interface Asked {
  readonly staff: string;
  readonly reason: string;
}
export interface InboxArgs extends OverdueArgs {
  /** As it was noted when it was marked. */
  readonly needsStaff: { readonly why: string };
  readonly slow: { readonly why: string | null };
  readonly decisionWaits: Asked & { readonly decision: DecisionKind };
  readonly ruleWaits: Asked & { readonly value: 'on' | 'off' };
  /** A true second document of the bank. */
  readonly documentWaits: Asked & { readonly number: string; readonly day: string };
  readonly reversalStuck: { readonly staff: string; readonly decision: DecisionKind };
  /** How its last try ended; null: there was none. */
  readonly callbackGivenUp: { readonly ended: string | null };
  readonly callbackOverdue: Readonly<Record<never, never>>;
  readonly supplierClosed: { readonly state: 'slowed' | 'stopped'; readonly by: string | null; readonly reason: string | null };
  readonly serviceTrouble: { readonly name: string; readonly supplier: string | null; readonly trouble: string };
  readonly lowBalance: { readonly below: string };
}

/** One thing that needs a hand, with the one next action. */
export interface InboxItem {
  readonly kind: InboxKind;
  /** `144 112`, `alseco`, `service 7`, `rule two-people`, `agent:144`. */
  readonly subject: string;
  /** ISO instant since when it waits. */
  readonly since: string;
  readonly amount: Money | null;
  readonly currency: string | null;
  readonly told: Told<InboxArgs & BreakArgs>;
  readonly verb: Verb;
}

export interface InboxRules {
  /** An open payment older than this is slow, in milliseconds. */
  readonly needsStaffMs: number;
  /** A reversal that is not done after this has got stuck, in milliseconds. */
  readonly stuckMs: number;
  /** Our deposit at the upstream, in its currency. */
  readonly lowBalance: string;
  /** In which zone each supplier's bank day is counted. */
  readonly bookZones: BookZones;
}

export interface Inbox {
  /** Oldest first within each kind; at most `limit` of a kind. */
  readonly items: readonly InboxItem[];
  /** Kinds of which there are more than shown. */
  readonly more: readonly InboxKind[];
}

const WORDS: InEveryLanguage<InboxArgs & BreakArgs> = {
  en: { ...en, ...BREAK_WORDS.en },
  ru: { ...ru, ...BREAK_WORDS.ru },
  kk: { ...kk, ...BREAK_WORDS.kk },
};

/** As programs read it, with its words. */
export const itemView = ({ told, verb, ...item }: InboxItem, language: Language) => ({
  ...item,
  ...told,
  what: tell(WORDS, language, told),
  command: inShell(verb),
});

export async function inbox(database: Queryable, rules: InboxRules, limit: number): Promise<Inbox> {
  const items: InboxItem[] = [];
  const more: InboxKind[] = [];
  for (const kind of INBOX_KINDS) {
    const found: InboxItem[] = kind === 'bank day' ? await overdueItems(database, rules.bookZones, limit + 1) : [];
    for (const { sql, item } of QUESTIONS[kind]) {
      const { rows } = await database.query<object>(`WITH asked AS (SELECT $1::bigint, $2::bigint, $3::numeric) ${sql} LIMIT $4`, [
        rules.needsStaffMs,
        rules.stuckMs,
        rules.lowBalance,
        limit + 1,
      ]);
      found.push(...rows.map((row) => ({ kind, ...item(row, rules) })));
    }
    if (found.length > limit) more.push(kind);
    items.push(...found.sort((a, b) => Date.parse(a.since) - Date.parse(b.since)).slice(0, limit));
  }
  return { items, more };
}
