import type { BreakKind } from '../domain/bank-day/verdict';
import type { DecisionKind } from '../domain/decisions';
import type { LookTaken } from '../domain/evidence';
import type { AttemptOutcome, AttemptState, DocumentState } from '../domain/lifecycle';
import type { Language } from '../domain/status';
import type { RegisterKind } from '../registry/registers/register-days';
import type { DecisionOutcome } from '../registry/staff/decision';
import type { InboxKind } from './inbox';
import type { EntryRow } from './payment-file';
import type { RegisterState } from './registers';
import { en } from './texts/terms/en';
import { kk } from './texts/terms/kk';
import { ru } from './texts/terms/ru';

/** The trade's names of kinds and states that the registry keeps. */
export interface Terms {
  readonly decision: Readonly<Record<DecisionKind, string>>;
  readonly break: Readonly<Record<BreakKind, string>>;
  readonly outcome: Readonly<Record<AttemptOutcome, string>>;
  readonly attempt: Readonly<Record<AttemptState['state'], string>>;
  readonly document: Readonly<Record<DocumentState['state'], string>>;
  readonly look: Readonly<Record<LookTaken['said'], string>>;
  readonly entry: Readonly<Record<EntryRow['kind'], string>>;
  readonly decisionOutcome: Readonly<Record<DecisionOutcome, string>>;
  readonly supplier: Readonly<Record<'open' | 'slowed' | 'stopped', string>>;
  /** States, sides and kinds of an agent's register of a day. */
  readonly register: Readonly<Record<RegisterState | 'total' | 'lines' | 'ours' | RegisterKind, string>>;
  readonly workingDay: Readonly<Record<'on' | 'off', string>>;
  readonly label: Readonly<Record<Label, string>>;
  /** Short units of a duration. */
  readonly unit: Readonly<Record<'day' | 'hour' | 'minute' | 'second', string>>;
  /** What waits in the inbox. */
  readonly inbox: Readonly<Record<InboxKind, string>>;
}

/** What stands above columns and before values. */
export type Label =
  | 'age'
  | 'what'
  | 'which'
  | 'sum'
  | 'break'
  | 'kind'
  | 'found'
  | 'evidence'
  | 'closed'
  | 'payment'
  | 'agent'
  | 'day'
  | 'transaction'
  | 'accepted'
  | 'service'
  | 'account'
  | 'amount'
  | 'currency'
  | 'status'
  | 'final'
  | 'reversed'
  | 'waitsFor'
  | 'until'
  | 'needsStaff'
  | 'next'
  | 'invoice'
  | 'voucher'
  | 'document'
  | 'reference'
  | 'state'
  | 'booked'
  | 'attempts'
  | 'by'
  | 'reason';

export const TERMS: Readonly<Record<Language, Terms>> = { en, ru, kk };
