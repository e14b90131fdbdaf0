import type { SupplierState } from '../../registry/catalog/suppliers';
import { Slots } from '../../wire/slots';

/** Calls of one process at once to a slowed supplier; each keeps its place for a pause after it has ended. */
const SLOWED_PLACES = 4;
const places = new Map<string, Slots>();

/** Of the last so many calls this many must have failed before a supplier is slowed: one lost answer is no trouble yet. */
const REMEMBERED = 10;
const FAILED = 5;
const lately = new Map<string, boolean[]>();

/** Remembers how a call went; true when the supplier fails so often that it must be slowed. */
export function noteHowItWent(supplier: string, failed: boolean): boolean {
  const calls = [...(lately.get(supplier) ?? []), failed].slice(-REMEMBERED);
  lately.set(supplier, calls);
  return calls.filter((each) => each).length >= FAILED;
}

/** The one reason that all payments waiting for a supplier show. */
export function whyHeld({ name, state, since, by, reason }: SupplierState): string {
  return `${name} is ${state} since ${since}${by ? ` by ${by}` : ''}: ${reason ?? 'no reason given'}`;
}

export type Turn =
  /** Call `release` when the call has ended. */
  { readonly release: () => void } | { readonly why: string };

/** Why a payment waits before it claims an attempt; null where its turn may have come. Takes no place. */
export async function whyNoTurn(supplier: SupplierState): Promise<string | null> {
  if (supplier.state === 'open') return null;
  const release = supplier.state === 'slowed' ? await placesOf(supplier).take(0) : null;
  release?.();
  return release ? null : whyHeld(supplier);
}

function placesOf({ name }: SupplierState): Slots {
  const known = places.get(name) ?? new Slots(SLOWED_PLACES, 0);
  places.set(name, known);
  return known;
}

/** Whether a payment may call the supplier now: at once while it is open, a few at a time while it is slowed, not at all while it is stopped. */
export async function takeTurn(supplier: SupplierState, pauseMs: number): Promise<Turn> {
  if (supplier.state === 'open') return { release: () => {} };
  if (supplier.state === 'stopped') return { why: whyHeld(supplier) };
  const release = await placesOf(supplier).take(0);
  return release ? { release: () => void setTimeout(release, pauseMs).unref() } : { why: whyHeld(supplier) };
}
