import type { BreakKind } from '../domain/breaks';
import type { DecisionKind } from '../domain/decisions';
import type { Language } from '../domain/status';
import type { InboxKind } from './inbox';
import { en } from './texts/terms/en';
import { kk } from './texts/terms/kk';
import { ru } from './texts/terms/ru';

/** The trade's names of kinds and states that the registry keeps. */
export interface Terms {
  readonly decision: Readonly<Record<DecisionKind, string>>;
  readonly break: Readonly<Record<BreakKind, string>>;
  readonly supplier: Readonly<Record<'open' | 'slowed' | 'stopped', string>>;
  readonly label: Readonly<Record<Label, string>>;
  /** Short units of a duration. */
  readonly unit: Readonly<Record<'day' | 'hour' | 'minute' | 'second', string>>;
  /** What waits in the inbox. */
  readonly inbox: Readonly<Record<InboxKind, string>>;
}

/** What stands above columns and before values. */
export type Label = 'age' | 'what' | 'which' | 'sum' | 'break' | 'kind' | 'found' | 'evidence' | 'closed';

export const TERMS: Readonly<Record<Language, Terms>> = { en, ru, kk };
