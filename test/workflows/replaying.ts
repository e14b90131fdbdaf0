import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
export const BUNDLE = join(ROOT, 'dist', 'workflow-bundle.js');

/** Replays kept histories on today's code, without a server: file name → `replayed`, or the name of the error. */
export async function replay(files: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await run(process.execPath, [join(__dirname, 'replay.cjs'), BUNDLE, ...files], { maxBuffer: 1_048_576 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
