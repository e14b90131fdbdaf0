import type { DocumentState } from './lifecycle';

/**
 * From five minutes before midnight nothing starts that may have to be rolled back: a rollback works on the day of booking only,
 * and of several documents a part may be refused.
 */
const LAST_MINUTES_MS = 5 * 60_000;
/** The supplier's clock may lag a little behind ours. */
const AFTER_MIDNIGHT_MS = 1_000;

/** How long a payment of these documents waits before it is sent, in milliseconds, with `leftMs` to the supplier's midnight; null: not at all. */
export function midnightWaitMs(documents: ReadonlyArray<Pick<DocumentState, 'state'>>, leftMs: number): number | null {
  const live = documents.filter((document) => document.state !== 'replaced');
  return live.length > 1 && leftMs <= LAST_MINUTES_MS ? leftMs + AFTER_MIDNIGHT_MS : null;
}
