import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartRefused } from '../refusal';

/** Creates DATA_DIR where it is missing and answers with its absolute path; refuses one that cannot be used. */
export function openDataDir(given: string): string {
  const folder = resolve(given);
  try {
    // Root's own PostgreSQL runs as another user, which must pass through; every file inside has its own mode.
    makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    makeFolder(join(folder, 'logs'), 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    writeFileSync(join(folder, '.writable'), '');
    rmSync(join(folder, '.writable'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'it is not a folder' : code === 'ENOSPC' ? 'the disk is full' : `it cannot be written (${code})`;
    throw new StartRefused(`DATA_DIR ${folder} cannot be used: ${reason}.`);
  }
  return folder;
}

/** Node's own recursive mkdir never returns where a parent exists but takes no folders (as /proc does). */
function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  mkdirSync(folder, { mode });
}

/** A secret of 32 bytes as hex, made once and kept in a file that only this user reads. */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(secret)) throw new StartRefused(`${file} is damaged: restore it (what it encrypted cannot be read without it).`);
  if (statSync(file).mode & 0o077) throw new StartRefused(`${file} holds a secret and others may read it: chmod 600 it.`);
  return secret;
}
