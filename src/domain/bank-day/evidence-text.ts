import type { Difference } from './verdict';

/** What differs, on one line: how it stands with us, then both sides of each fact. */
export function evidenceText(differences: readonly Difference[]): string {
  return differences.map(worded).join('; ') || 'no other fact';
}

function worded({ fact, ours, theirs }: Difference): string {
  if (ours !== null && theirs !== null) return `${fact} ${shown(ours)} here, ${shown(theirs)} there`;
  if (theirs !== null) return `${fact} ${shown(theirs)} there`;
  return ours === null ? `no ${fact}` : `${fact} ${shown(ours)}`;
}

const shown = (text: string): string => (text.trim() === '' ? '(none)' : text);
