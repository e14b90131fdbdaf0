import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { end, type Identity, identify, isAlive } from '../../../src/start/process/identity';

interface Kept {
  readonly keeper: Identity;
  readonly processes: readonly Identity[];
}

/** Beside the folder, so that it outlives it until the very end. */
const noteOf = (folder: string) => join(tmpdir(), `${basename(folder)}.json`);

export function remember(folder: string, processes: readonly Identity[]): void {
  const keeper = identify(process.pid);
  if (keeper) writeFileSync(noteOf(folder), JSON.stringify({ keeper, processes } satisfies Kept), { mode: 0o600 });
}

export function forget(folder: string): void {
  rmSync(noteOf(folder), { force: true });
}

/** Ends what a keeper that was itself killed left behind: only processes with the very start time it noted. */
export async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => /^tolem-test-\w+\.json$/.test(each))) {
    const note = join(tmpdir(), name);
    if (!existsSync(note) || lstatSync(note).uid !== process.getuid?.()) continue;
    try {
      const { keeper, processes } = JSON.parse(readFileSync(note, 'utf8')) as Kept;
      if (isAlive(keeper)) continue;
      for (const each of processes) await end(each, [['SIGINT', 5_000]]);
      rmSync(join(tmpdir(), name.replace(/\.json$/, '')), { recursive: true, force: true });
    } catch {
      // Not one of ours, or half written: nothing to end.
    }
    rmSync(note, { force: true });
  }
}
