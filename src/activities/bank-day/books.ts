import type { SupplierName } from '../../contracts/supply';
import type { Day } from '../../domain/day';
import type { Money } from '../../domain/money';
import type { DayFigures } from '../../registry/bank-day/day/days';
import type { Dependencies } from '../dependencies';

/** What the activities of a day do with a supplier's book; each is filled by the registry and the supplier's own folder. */
export interface Books {
  /** Reads the whole book of a day: complete, or nothing of it is left. `rows` is told how far it is. */
  read(supplier: SupplierName, day: Day, how: { readonly signal: AbortSignal; readonly rows: (count: number) => void }): Promise<ReadBook>;
  /** Holds what was read against the registry; without `effect` nothing is written. `last`: what is under way is judged as it stands. */
  compare(supplier: SupplierName, day: Day, reading: string, how: { readonly effect: boolean; readonly last: boolean }): Promise<ComparedBook>;
  /** Payments whose own workflows settle what a comparison left undecided, at most `limit`. */
  undecided(reading: string, limit: number): Promise<ReadonlyArray<{ readonly agent: string; readonly transaction: string }>>;
}

export type ReadBook =
  | { readonly kind: 'complete'; readonly reading: string; readonly count: string; readonly sum: Money; readonly hash: string | null }
  | { readonly kind: 'incomplete'; readonly why: string };

export type ComparedBook =
  | { readonly kind: 'compared'; readonly figures: DayFigures; readonly undecided: number; readonly breaks: number }
  /** Differs in so much that no break was written. */
  | { readonly kind: 'unlike'; readonly nominated: string }
  /** What was read is gone: a crash empties it. */
  | { readonly kind: 'lost' };

/** What an activity of a day tells Temporal; the registry says it first. */
export interface Told {
  /** Starts the workflow of a day, or makes the open one look. */
  startDay(supplier: string, day: string, why: string): Promise<void>;
  /** Makes an open payment's workflow look now; nothing where none is open: the sweeper starts it. */
  nudgePayment(agent: string, transaction: string, why: string): Promise<void>;
}

export interface BookDependencies extends Pick<Dependencies, 'database' | 'suppliers' | 'ladders' | 'logger'> {
  readonly books: Books;
  readonly told: Told;
}
