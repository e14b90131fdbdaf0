/** A bank day as text, `2026-11-21`. Which day an instant belongs to is decided outside, by the zone library; here days are only counted. */
export type Day = string & { readonly __brand: 'Day' };
/** `2026-11`. */
export type Month = string & { readonly __brand: 'Month' };

const DAY_MS = 86_400_000;

export function isDay(text: string): text is Day {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a day (YYYY-MM-DD): ${text}`);
  return text;
}

export const plusDays = (from: Day, days: number): Day => new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as Day;
export const monthOf = (of: Day): Month => of.slice(0, 7) as Month;

export const isLastOfMonth = (of: Day): boolean => monthOf(plusDays(of, 1)) !== monthOf(of);

/** Every day from `first` to `last`, both included; at most `limit` of them. */
export function daysBetween(first: Day, last: Day, limit: number): Day[] {
  const days: Day[] = [];
  for (let at = first; at <= last; at = plusDays(at, 1)) {
    if (days.length === limit) throw new RangeError(`more than ${limit} days from ${first} to ${last}`);
    days.push(at);
  }
  return days;
}
