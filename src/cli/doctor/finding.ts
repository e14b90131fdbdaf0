/** One thing looked at: `warn` wants an eye, `fail` a hand. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly said: string;
}

export const ok = (what: string, said: string): Finding => ({ level: 'ok', what, said });
export const warn = (what: string, said: string): Finding => ({ level: 'warn', what, said });
export const fail = (what: string, said: string): Finding => ({ level: 'fail', what, said });

/** A check that cannot be made is a finding too; the others go on. */
export async function tryCheck(what: string, check: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [fail(what, error instanceof Error ? error.message : String(error))];
  }
}
