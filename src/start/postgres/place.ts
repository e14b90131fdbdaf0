import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { StartRefused } from '../refusal';
import type { Owner } from './binaries';

/** Where the embedded PostgreSQL lives and as whom it runs. */
export interface PostgresPlace {
  /** Holds the cluster, and the binaries where they had to be copied. */
  readonly folder: string;
  readonly owner?: Owner;
  readonly password: string;
}

const Remembered = z.object({ password: z.string().min(1), outside: z.string().optional() });
const OUTSIDE = ['/var/lib', '/var/tmp', tmpdir()];

/**
 * Chooses the place once and remembers it in `DATA_DIR/postgres.json` (0600, with the random password): a folder of
 * DATA_DIR, or, where PostgreSQL's own user cannot reach that, a new folder outside.
 * @param dataDir absolute
 */
export function postgresPlace(dataDir: string, outside: readonly string[] = OUTSIDE, owner = ownerForRoot()): PostgresPlace {
  const memory = join(dataDir, 'postgres.json');
  if (existsSync(memory)) return remembered(memory, dataDir, owner);
  const password = randomBytes(24).toString('base64url');
  const within = join(dataDir, 'postgres');
  mkdirSync(within, { recursive: true, mode: owner ? 0o711 : 0o700 });
  const folder = reaches(owner, within) ? within : newFolder(outside, owner);
  if (folder !== within) rmdirSync(within);
  writeFileSync(memory, `${JSON.stringify(folder === within ? { password } : { password, outside: folder })}\n`, { mode: 0o600 });
  return { folder, password, ...(owner ? { owner } : {}) };
}

function remembered(memory: string, dataDir: string, owner: Owner | undefined): PostgresPlace {
  const read = Remembered.safeParse(readJson(memory));
  if (!read.success) throw new StartRefused(`${memory} is damaged: restore it, or remove ${dataDir} to begin anew.`);
  const folder = read.data.outside ?? join(dataDir, 'postgres');
  if (!isOurs(folder))
    throw new StartRefused(
      `The database folder ${folder}, named by ${memory}, is gone or belongs to another user: restore it, or remove ${dataDir} to begin anew.`,
    );
  return { folder, password: read.data.password, ...(owner ? { owner } : {}) };
}

/** PostgreSQL refuses to run as root: it gets a user of its own, made where there is none. */
function ownerForRoot(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp('postgres');
  if (known) return known;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const owner = lookUp('postgres') ?? lookUp('nobody');
  if (!owner)
    throw new StartRefused(
      'PostgreSQL does not run as root and no user `postgres` could be made: add one, start as another user, or set DATABASE_URL.',
    );
  return owner;
}

function lookUp(user: string): Owner | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, user], { encoding: 'utf8' }).stdout?.trim());
  return uid && gid ? { uid: Number.parseInt(uid, 10), gid: Number.parseInt(gid, 10) } : undefined;
}

function reaches(owner: Owner | undefined, folder: string): boolean {
  if (!owner) return true;
  return spawnSync('test', ['-x', folder], { cwd: '/', ...owner }).status === 0;
}

function newFolder(bases: readonly string[], owner: Owner | undefined): string {
  for (const base of bases) {
    try {
      const folder = mkdtempSync(join(base, 'tolem-'));
      // Others may pass through, not look in: the cluster inside is readable by its owner alone.
      if (owner) chownSync(folder, 0, owner.gid);
      mkdirSync(join(folder, 'postgres'), { mode: 0o755 });
      spawnSync('chmod', ['0711', folder]);
      if (reaches(owner, join(folder, 'postgres'))) return join(folder, 'postgres');
    } catch {
      // The next base may do.
    }
  }
  throw new StartRefused('No folder was found that PostgreSQL’s user can reach: set DATA_DIR to one outside a private home, or set DATABASE_URL.');
}

function isOurs(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === process.getuid?.();
  } catch {
    return false;
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
