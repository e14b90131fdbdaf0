import { requestOf } from '../ids';

/** What the registry knows that a reference may name. */
export interface References {
  readonly isDocument: (reference: string) => boolean;
  readonly isPayment: (request: string) => boolean;
  /** Our references that begin so, at most two. */
  readonly beginningWith: (text: string) => readonly string[];
  /** Our reference of that spelling in capitals and without blanks, if there is one. */
  readonly spelled: (text: string) => string | null;
  /** The shape of ours: prefix, the 15 digits of a RequestID, the number of a document. */
  readonly isOurShape: (reference: string) => boolean;
}

export type Reference =
  | { readonly is: 'document' }
  | { readonly is: 'of a payment'; readonly request: string }
  | { readonly is: 'of no payment' }
  /** Of one document of ours, or of one payment, as far as it can be read. */
  | { readonly is: 'mangled'; readonly reference: string | null; readonly request: string | null }
  | { readonly is: 'empty' }
  | { readonly is: 'foreign' };

/** What is left of a reference that was cut: shorter than this it could be anybody's. */
const CUT_TO_AT_LEAST = 12;
/** Of a field of 50 characters at most; a longer one is nobody's. */
const LONGEST = 100;

/** A reference is looked up first; its shape decides only for what is unknown. */
export function classify(text: string, known: References): Reference {
  if (known.isDocument(text)) return { is: 'document' };
  if (text.trim() === '') return { is: 'empty' };
  const request = requestOf(text);
  if (known.isOurShape(text) && request !== null) return known.isPayment(request) ? { is: 'of a payment', request } : { is: 'of no payment' };
  return mangled(text, known) ?? { is: 'foreign' };
}

function mangled(text: string, known: References): Reference | null {
  if (text.length > LONGEST) return null;
  const plain = plainSpelling(text);
  const spelled = known.spelled(plain);
  if (spelled !== null) return { is: 'mangled', reference: spelled, request: requestOf(spelled) };
  const [cut, ...more] = plain.length >= CUT_TO_AT_LEAST ? known.beginningWith(plain) : [];
  if (cut !== undefined && more.length === 0) return { is: 'mangled', reference: cut, request: requestOf(cut) };
  const requests = requestsIn(plain).filter(known.isPayment);
  const [one, ...others] = new Set(requests);
  return one !== undefined && others.length === 0 ? { is: 'mangled', reference: null, request: one } : null;
}

/** Blanks and case are what gets lost on the way through other people's systems. */
export const plainSpelling = (text: string): string => text.replace(/\s+/g, '').toUpperCase();

const REQUEST_DIGITS = 15;

/** Every run of 15 digits in a text, wherever it begins. */
export function requestsIn(text: string): string[] {
  const found: string[] = [];
  for (const { 0: digits } of text.matchAll(/\d{15,}/g))
    for (let at = 0; at + REQUEST_DIGITS <= digits.length; at++) found.push(digits.slice(at, at + REQUEST_DIGITS));
  return found;
}

/** Nothing in it could be a number of ours. */
export const isForeignReference = (text: string): boolean => text.trim() !== '' && requestsIn(plainSpelling(text)).length === 0;
