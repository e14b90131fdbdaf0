import { type Money, money } from '../../domain/money';

/** What the `soap` package makes of an element: text, children by name, or null where it was empty. */
export type SoapElement = string | null | { readonly [name: string]: SoapElement | readonly SoapElement[] };

/** The answer says something that cannot be taken for what the document shows. */
export class Unreadable extends Error {}

const own = (said: SoapElement, name: string): SoapElement | readonly SoapElement[] | undefined =>
  said !== null && typeof said === 'object' && Object.hasOwn(said, name) ? said[name] : undefined;

export const has = (said: SoapElement, name: string): boolean => own(said, name) !== undefined;

/** The text of a child; null where it is missing or empty. Throws Unreadable where it came twice or has children. */
export function textIn(said: SoapElement, name: string): string | null {
  const found = own(said, name);
  if (found === undefined || found === null) return null;
  if (typeof found !== 'string') throw new Unreadable(`${name} is not one text`);
  return found.trim() === '' ? null : found.trim();
}

/** A child with children; null where it is missing or empty. */
export function groupIn(said: SoapElement, name: string): SoapElement {
  const found = own(said, name);
  if (found === undefined || found === null || found === '') return null;
  if (Array.isArray(found)) throw new Unreadable(`${name} came ${found.length} times`);
  return found as SoapElement;
}

/** Repeated children, in order. */
export function rowsIn(said: SoapElement, name: string): readonly SoapElement[] {
  const found = own(said, name);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found as SoapElement];
}

/** An exact decimal; null where it is missing or empty. */
export function decimalIn(said: SoapElement, name: string): Money | null {
  const text = textIn(said, name);
  return text === null ? null : decimalOf(text, name);
}

export function decimalOf(text: string, name: string): Money {
  try {
    return money(text.replace(/^\+/, ''));
  } catch {
    throw new Unreadable(`${name} is no decimal`);
  }
}

/** A flag that is there; Unreadable for everything that is none. */
export function flagIn(said: SoapElement, name: string): boolean {
  const text = textIn(said, name) ?? '';
  if (!/^(true|false|1|0)$/i.test(text)) throw new Unreadable(`${name} is neither true nor false`);
  return /^(true|1)$/i.test(text);
}

/** A whole number above zero, as text; null for everything else (-1, 0, empty). */
export const positiveId = (text: string | null): string | null => (text !== null && /^[1-9]\d{0,18}$/.test(text) ? text : null);
