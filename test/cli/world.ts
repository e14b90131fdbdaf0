import type { Io } from '../../src/cli/terminal/io';
import { tolem } from '../../src/cli/tolem';
import { readConfig } from '../../src/config';
import { type Database, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { loadDemoData } from '../../src/start/demo/data';
import { databaseUrl } from '../support/services/services';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly database: Database;
  readonly environment: Readonly<Record<string, string>>;
  /** Types a command: `tolem('agent list --json')`; quoted parts are one word. */
  readonly tolem: (line: string, also?: { readonly secret?: string; readonly environment?: Readonly<Record<string, string>> }) => Promise<Run>;
  /** The same with --json, read; fails the test where the command does. */
  readonly json: <T>(line: string) => Promise<T>;
  readonly close: () => Promise<void>;
}

export const REGISTRY_KEY = 'ab'.repeat(32);

/** A migrated database of its own, with the demo data unless `bare`, and the CLI on it. */
export async function world({
  bare = false,
  settings = {},
}: {
  readonly bare?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
} = {}): Promise<World> {
  const url = await databaseUrl();
  await migrate(url);
  if (!bare) await loadDemoData(url, readConfig({}));
  const database = openDatabase({ url, connections: 60, statementMs: 30_000 });
  const environment = { DATABASE_URL: url, REGISTRY_KEY, LADDERS: 'fast', DATA_DIR: '/nonexistent/tolem', ...settings };
  const run: World['tolem'] = async (line, also = {}) => {
    let out = '';
    let err = '';
    const io: Io = {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      environment: { ...environment, ...also.environment },
      secret: async () => also.secret ?? '',
    };
    const code = await tolem(words(line), io);
    return { code, out, err };
  };
  return {
    database,
    environment,
    tolem: run,
    async json<T>(line: string): Promise<T> {
      const { code, out, err } = await run(`${line} --json`);
      if (code !== 0) throw new Error(`tolem ${line}: exit code ${code}: ${err}`);
      return JSON.parse(out) as T;
    },
    close: () => database.close(),
  };
}

const words = (line: string): string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((word) => word[1] ?? word[2] ?? '');
