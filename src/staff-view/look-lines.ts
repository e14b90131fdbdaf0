import type { LookRow } from './payment-file';

/** One line for a run of looks at the same attempt that said the same: how often, the first and the last time, and why. Oldest first. */
export function lookLines(looks: readonly LookRow[]): Array<{ at: string; what: string }> {
  const runs: LookRow[] = [];
  const last = new Map<string, number>();
  for (const look of looks) {
    const about = `${look.document}/${look.attempt}`;
    const at = last.get(about);
    const before = at === undefined ? undefined : runs[at];
    if (at !== undefined && before?.said === look.said && before.detail === look.detail) {
      runs[at] = { ...look, at: before.at, count: before.count + look.count };
      continue;
    }
    last.set(about, runs.push(look) - 1);
  }
  return runs.map((run) => ({ at: run.at, what: inWords(run) }));
}

/** Enough to find the raw answer among the exchanges; all 64 digits stand in the registry. */
const HASH_SHOWN = 16;

function inWords(look: LookRow): string {
  const often = look.count > 1 ? ` ${look.count} times, the last at ${look.lastAt}` : '';
  const witnesses = look.said === 'absent' ? ` (${look.witnesses} ${look.witnesses === 1 ? 'witness' : 'witnesses'})` : '';
  const hashes = look.answerHash.map((hash) => hash.slice(0, HASH_SHOWN)).join(', ');
  const source = hashes ? `; read ${look.readAt ?? look.lastAt} from answers with SHA-256 ${hashes}` : '';
  return `looked for document ${look.document} (attempt ${look.attempt})${often}: ${look.question}; ${look.said}: ${look.detail}${witnesses}${source}`;
}
