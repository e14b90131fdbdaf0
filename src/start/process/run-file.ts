import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { RunFile, readRunFile, runFilePath } from '../../running';
import { StartRefused } from '../refusal';
import { type Identity, identify, isAlive } from './identity';

/** Our hold on a DATA_DIR: at most one live starter holds it. */
export interface DataDirHold {
  /** What a starter that was killed left in its file; undefined after an orderly stop. */
  readonly leftover: RunFile | undefined;
  /** Has no effect after `release`. */
  write(changes: Partial<Omit<RunFile, 'starter' | 'since'>>): void;
  release(): void;
}

/** Claims the folder or refuses, with one sentence, when a live starter holds it. */
export function holdDataDir(dataDir: string): DataDirHold {
  const path = runFilePath(dataDir);
  const leftover = readRunFile(dataDir);
  if (leftover && isAlive(leftover.starter)) throw inUse(dataDir, leftover);
  const starter = identify(process.pid) as Identity;
  let content: RunFile = {
    starter,
    since: new Date().toISOString(),
    processes: leftover?.processes ?? [],
    folders: leftover?.folders ?? {},
    environment: {},
  };
  const fresh = `${path}.${process.pid}`;
  const save = () => writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  save();
  try {
    if (existsSync(path)) setAside(path, dataDir);
    // The link fails where another starter was faster: only one gets through.
    linkSync(fresh, path);
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw inUse(dataDir, readRunFile(dataDir));
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  let released = false;
  return {
    leftover,
    write: (changes) => {
      if (released) return;
      content = { ...content, ...changes };
      save();
      renameSync(fresh, path);
    },
    release: () => {
      released = true;
      rmSync(path, { force: true });
    },
  };
}

function inUse(dataDir: string, held: RunFile | undefined): StartRefused {
  const holder = held ? ` (process ${held.starter.pid}, since ${held.since})` : '';
  return new StartRefused(`Tolem already runs on ${dataDir}${holder}: stop it, or start with another DATA_DIR and other ports.`);
}

/** Moves a dead starter's file away, unless a live one has written it since it was read. */
function setAside(path: string, dataDir: string): void {
  const aside = `${path}.${process.pid}.old`;
  renameSync(path, aside);
  try {
    const moved = RunFile.safeParse(JSON.parse(readFileSync(aside, 'utf8')));
    if (!moved.success || !isAlive(moved.data.starter)) return;
    linkSync(aside, path);
    throw inUse(dataDir, moved.data);
  } catch (error) {
    // A damaged file belongs to nobody.
    if (!(error instanceof SyntaxError)) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
