import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
/** What a test that runs from source needs. */
const PARTS = ['src', 'test', 'matrix', 'package.json', 'jest.config.cjs'];

/** A copy of the checkout's sources in which lines may be broken: whatever ends the run, the checkout itself stays whole. */
export function copyOfSources(to: string): string {
  mkdirSync(to, { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, part), join(to, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(to, 'node_modules'));
  return to;
}
