import { add, compare, money, sum, ZERO } from '../../../src/domain/money';
import { isFinal, SUCCESS } from '../../../src/domain/status';
import type { Booked } from './books';
import { type Fact, lostBy, nameOf } from './registry';

/**
 * Holds what the suppliers have booked against what the registry says, to the tiyn: what stands of a final payment is what its agent has
 * paid for it and what became our loss by decision, whatever was asked, lost, killed or decided; and our documents name these bookings.
 */
export function bookingsThatDiffer(all: readonly Fact[], books: ReadonlyMap<string, readonly Booked[]>, whole = true): string[] {
  const wrong = all.flatMap((fact) => {
    const lines = books.get(fact.request) ?? [];
    const standing = lines.filter(({ stands }) => stands);
    return [...twice(fact, standing), ...(fact.final ? ended(fact, standing) : [])].map(
      (what) => `${nameOf(fact)}: ${what}; book: ${inWords(lines)}`,
    );
  });
  if (!whole) return wrong;
  const known = new Set(all.map(({ request }) => request));
  return [
    ...wrong,
    ...[...books].filter(([request]) => !known.has(request)).map(([request, lines]) => `booked without a payment: ${request}, ${inWords(lines)}`),
  ];
}

/** The same while all is still under way: what stands twice, of open and final payments alike. */
export const bookedTwice = (all: readonly Fact[], books: ReadonlyMap<string, readonly Booked[]>): string[] =>
  all.flatMap((fact) =>
    twice(
      fact,
      (books.get(fact.request) ?? []).filter(({ stands }) => stands),
    ).map((what) => `${nameOf(fact)}: ${what}`),
  );

/** Also of a payment that is still open: a reference stands once at most, and once more for each `send again` that staff signed. */
function twice(fact: Fact, standing: readonly Booked[]): string[] {
  const allowed = 1 + fact.decisions.filter(({ kind, agreed }) => agreed && kind === 'send again').length;
  const counted = new Map<string, number>();
  for (const { reference } of standing) counted.set(reference, (counted.get(reference) ?? 0) + 1);
  return [...counted].filter(([, count]) => count > allowed).map(([reference, count]) => `${reference} stands ${count} times`);
}

function ended(fact: Fact, standing: readonly Booked[]): string[] {
  const decision = fact.decisions.find(({ kind, agreed }) => (kind === 'reverse' || kind === 'write off') && agreed);
  if (fact.reversed && !decision) return ['reversed without a decision that two people took'];
  const paid = fact.status === SUCCESS ? money(fact.amount) : ZERO;
  const lost = lostBy(fact);
  const stands = sum(standing.map((line) => money(line.sum)));
  // What the upstream agreed to in writing stays in its book.
  const agreed = fact.reversed && fact.supplier === 'upstream' ? [money(fact.amount)] : [];
  if (![paid, ...agreed].some((by) => compare(stands, add(by, lost)) === 0)) return [`${paid} is paid for it and ${lost} lost, but ${stands} stands`];
  if (fact.supplier === 'upstream' || fact.status !== SUCCESS || compare(lost, ZERO) !== 0) return [];
  const ours = fact.documents.filter(({ state }) => state === 'taken').map(({ reference, paymentId }) => `${reference}=${paymentId}`);
  const theirs = standing.map(({ reference, paymentId }) => `${reference}=${paymentId}`);
  return ours.sort().join() === theirs.sort().join() ? [] : [`our documents say ${ours.join(' ')}`];
}

/** A status only moves on, a final one never changes but by a reversal, and the row says what its history says last. */
export function historiesThatTurn(all: readonly Fact[]): string[] {
  return all.flatMap((fact) => {
    const statuses = fact.events.map(({ status }) => status);
    const turns = statuses.flatMap((status, at) => {
      const before = statuses[at - 1];
      return before === undefined || status === before || forward(before, status) || isReversal(fact, at) ? [] : [`${before} → ${status}`];
    });
    const last = statuses.at(-1);
    if (last !== fact.status) turns.push(`the row says ${fact.status}, its history ${last}`);
    if (isFinal(fact.status) !== fact.final) turns.push(`status ${fact.status}, but final: ${fact.final}`);
    return turns.map((turn) => `${nameOf(fact)}: ${turn} (history ${statuses.join(' ')})`);
  });
}

const forward = (before: number, after: number): boolean => !isFinal(before) && (isFinal(after) || after > before);
const isReversal = (fact: Fact, at: number): boolean => fact.reversed && (fact.events[at]?.why.startsWith('reversed by decision') ?? false);

const inWords = (lines: readonly Booked[]): string =>
  lines.length === 0 ? 'nothing' : lines.map(({ paymentId, sum, stands }) => `${paymentId} ${sum}${stands ? '' : ' (taken back)'}`).join(', ');
