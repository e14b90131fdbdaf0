/** One line of the sources, broken. */
export interface Mutant {
  readonly file: string;
  /** A part of one line, found once in the file. */
  readonly was: string;
  readonly becomes: string;
  /** Test files that must fail, each. */
  readonly red: readonly string[];
}

/** Mutants of one file: what was, what it becomes, and the test files that must fail. */
export const by = (file: string, rows: ReadonlyArray<readonly [string, string, string | readonly string[]]>): Mutant[] =>
  rows.map(([was, becomes, red]) => ({ file, was, becomes, red: typeof red === 'string' ? [red] : red }));

/** `text` with the mutant in it; throws where the file no longer has such a line. */
export function broken(text: string, { file, was, becomes }: Mutant): string {
  const at = text.indexOf(was);
  if (at === -1) throw new Error(`${file} has no “${was}”: mend the table of broken lines`);
  if (text.indexOf(was, at + 1) !== -1) throw new Error(`${file} has “${was}” more than once: take more of its line`);
  if (was.includes('\n') || was === becomes) throw new Error(`${file}: “${was}” is to be a part of one line, and to change`);
  return text.slice(0, at) + becomes + text.slice(at + was.length);
}
