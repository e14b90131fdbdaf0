import type { CheckArgs, Finding, FoundArgs } from '../../staff-view/findings';

type Check = Finding['check'];

export const check = <Key extends keyof CheckArgs>(key: Key, args: CheckArgs[Key]): Check => ({ key, args }) as Check;

const at =
  (level: Finding['level']) =>
  <Key extends keyof FoundArgs>(of: Check, key: Key, args: FoundArgs[Key]): Finding => ({ level, check: of, told: { key, args } as Finding['told'] });
export const ok = at('ok');
export const warn = at('warn');
export const fail = at('fail');

/** A check that cannot be made is a finding too; the others go on. */
export async function tryCheck(of: Check, work: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    return [fail(of, 'notChecked', { error: error instanceof Error ? error.message : String(error) })];
  }
}
