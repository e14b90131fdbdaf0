import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartRefused, sentenceOf } from '../refusal';
import { buildTemporal } from './build';
import { downloadTemporal } from './download';

export const TEMPORAL_CLI_VERSION = '1.5.1';

export interface TemporalCli {
  readonly path: string;
  /** Which way it was found, as a person is told. */
  readonly way: string;
}

export interface TemporalCliSearch {
  /** TEMPORAL_CLI_PATH */
  readonly given?: string | undefined;
  readonly programs: readonly string[];
  readonly cache: string;
  readonly say: (line: string) => void;
  readonly download?: typeof downloadTemporal;
  readonly build?: typeof buildTemporal;
}

/** In this order: given, on the PATH, our cache, the SDK's own download, built from source. */
export async function findTemporalCli(search: TemporalCliSearch): Promise<TemporalCli> {
  const { given, programs, cache, say, download = downloadTemporal, build = buildTemporal } = search;
  if (given !== undefined) return { path: requireCli(given), way: 'TEMPORAL_CLI_PATH' };
  for (const folder of programs) {
    const path = join(folder, 'temporal');
    if (isExecutable(path) && versionOf(path)) return { path, way: 'the PATH' };
  }
  const kept = join(cache, 'tolem', `temporal-${TEMPORAL_CLI_VERSION}`, 'temporal');
  if (isExecutable(kept) && versionOf(kept)) return { path: kept, way: 'our cache' };
  const failures: string[] = [];
  for (const { way, fetch } of [
    { way: 'the SDK’s own download', fetch: download },
    { way: `go install of temporal ${TEMPORAL_CLI_VERSION}`, fetch: build },
  ]) {
    try {
      say(`Temporal server: no binary here yet, trying ${way}`);
      return { path: await fetchInto(kept, (folder) => fetch({ folder, version: TEMPORAL_CLI_VERSION, programs, say })), way };
    } catch (error) {
      const why = sentenceOf(error).slice(0, 160);
      failures.push(`${way}: ${why}`);
      say(`Temporal server: ${way} did not work (${why})`);
    }
  }
  throw new StartRefused(
    `No Temporal server: install the Temporal CLI (https://docs.temporal.io/cli) or Go 1.24 or newer, or set TEMPORAL_CLI_PATH or TEMPORAL_ADDRESS. Tried ${failures.join('; ')}.`,
  );
}

/** Fetches into a folder beside the cache's place and moves the finished binary there in one rename. */
async function fetchInto(kept: string, fetch: (folder: string) => Promise<string>): Promise<string> {
  const home = resolve(kept, '..');
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(home))
    if (name.startsWith('fetching-') && isOld(join(home, name))) rmSync(join(home, name), { recursive: true, force: true });
  const folder = mkdtempSync(join(home, 'fetching-'));
  try {
    const fetched = await fetch(folder);
    if (!versionOf(fetched)) throw new Error('what came does not run on this machine');
    renameSync(fetched, kept);
    return kept;
  } finally {
    // Go writes its module cache read-only; it is not inside this folder, so this removes everything.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a fetch that was interrupted; a living one takes half an hour at most. */
const isOld = (path: string): boolean => Date.now() - statSync(path).mtimeMs > 3_600_000;

function requireCli(given: string): string {
  const path = resolve(given);
  if (!existsSync(path)) throw new StartRefused(`TEMPORAL_CLI_PATH names ${path}, which does not exist.`);
  if (!isExecutable(path) || !versionOf(path)) throw new StartRefused(`TEMPORAL_CLI_PATH names ${path}, which is no Temporal CLI that runs here.`);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string): string | undefined {
  const tried = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return tried.status === 0 && /temporal/i.test(tried.stdout) ? tried.stdout.trim() : undefined;
}
