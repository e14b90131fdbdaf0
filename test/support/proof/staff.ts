import { tolem } from '../../../src/cli/tolem';

/** What a command of the CLI said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Types `tolem <words…>` as a staff account, on the registry and Temporal that the settings name. */
export async function typed(settings: Readonly<Record<string, string>>, as: string, words: readonly string[], secret = ''): Promise<Said> {
  let out = '';
  let err = '';
  const code = await tolem([...words, '--as', as, '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    environment: settings,
    secret: async () => secret,
  });
  return { code, out, err };
}

/** The same, which must succeed. */
export async function done(settings: Readonly<Record<string, string>>, as: string, words: readonly string[], secret = ''): Promise<string> {
  const { code, out, err } = await typed(settings, as, words, secret);
  if (code !== 0) throw new Error(`tolem ${words.join(' ')} ended with ${code}: ${err}`);
  return out;
}

export interface Decided {
  readonly decision: string;
  readonly state: 'done' | 'started' | 'waits';
}

/** A decision as two people take it; null where evidence or the first decision's state forbids it. */
export async function decidedByTwo(settings: Readonly<Record<string, string>>, words: readonly string[]): Promise<Decided | null> {
  const first = await typed(settings, 'operator-1', words);
  if (first.code !== 0) return null;
  const decided = JSON.parse(first.out) as Decided;
  if (decided.state !== 'waits') return decided;
  const second = await typed(settings, 'operator-2', ['payment', 'approve', decided.decision]);
  return second.code === 0 ? (JSON.parse(second.out) as Decided) : decided;
}
