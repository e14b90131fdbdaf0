import type { LookRow } from './payment-file';

/** A run of looks at the same attempt that said the same is one: how often, the first and the last time, and why. Oldest first. */
export function joinLooks(looks: readonly LookRow[]): LookRow[] {
  const runs: LookRow[] = [];
  const last = new Map<string, number>();
  for (const look of looks) {
    const about = `${look.document}/${look.attempt}`;
    const at = last.get(about);
    const before = at === undefined ? undefined : runs[at];
    if (at !== undefined && before?.said === look.said && before.detail === look.detail)
      runs[at] = { ...look, at: before.at, count: before.count + look.count };
    else last.set(about, runs.push(look) - 1);
  }
  return runs;
}
