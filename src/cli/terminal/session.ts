import { resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import { type Config, readConfig } from '../../config';
import { LADDERS, type Ladders } from '../../ladders';
import { type Database, openDatabase, type Queryable } from '../../registry/database';
import { hasDemoData } from '../../registry/demo';
import { type Vault, vault } from '../../registry/secrets';
import { type Act, actAs } from '../../registry/staff/audit';
import { Refused } from '../../registry/staff/refused';
import { readRunFile, withRunning } from '../../running';
import type { Starts } from '../../temporal/start';
import { printJson } from '../../wire/json';
import { Zone } from './arguments';
import { type Globals, Usage } from './globals';
import type { Io } from './io';
import { type Column, table } from './table';

/** One command's hold on the registry and, where it needs it, on Temporal; everything is opened when first used. */
export interface Session {
  readonly io: Io;
  readonly config: Config;
  readonly ladders: Ladders;
  readonly json: boolean;
  readonly language: Globals['lang'];
  /** IANA zone of the times that are shown. */
  readonly zone: string;
  readonly database: Database;
  readonly starts: Starts;
  vault(): Vault;
  /** Name of the staff account that acts. */
  actor(): Promise<string>;
  /** Does something as that account, with its audit row, in one transaction. */
  act<T>(act: Omit<Act, 'staff'>, work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** One value for a program (`--json`), or lines for a person. */
  show(value: unknown, lines: () => readonly string[]): void;
  rows<Row extends object>(rows: readonly Row[], columns: readonly Column[], cells: (row: Row) => readonly string[], none: string): void;
  close(): Promise<void>;
}

const STATEMENT_MS = 60_000;
const DEMO_STAFF = 'operator-1';

export function openSession(io: Io, globals: Globals): Session {
  const config = settings(io);
  const zone = globals.timesIn === undefined ? config.ALSECO_ZONE : zoneOf(globals.timesIn);
  const url = config.DATABASE_URL;
  if (!url) throw new Refused(`No DATABASE_URL is set and no \`npm start\` runs on ${resolve(config.DATA_DIR)}: set it, or start Tolem first.`);
  const database = openDatabase({ url, connections: 2, statementMs: STATEMENT_MS });
  let client: Client | undefined;
  const ladders = LADDERS[config.LADDERS];
  const actor = () => actorName(database, globals.as ?? config.TOLEM_STAFF);
  const show: Session['show'] = (value, lines) =>
    io.out(
      globals.json
        ? `${printJson(value)}\n`
        : lines()
            .map((line) => `${line}\n`)
            .join(''),
    );
  return {
    io,
    config,
    ladders,
    json: globals.json,
    language: globals.lang,
    zone,
    database,
    get starts() {
      // Its client takes half a second to load, and most verbs tell Temporal nothing.
      client ??= (require('../../temporal/connection') as typeof import('../../temporal/connection')).temporalClient(config, ladders.temporalCallMs);
      return { client, prefix: config.TASK_QUEUE_PREFIX, ladders };
    },
    vault() {
      if (!config.REGISTRY_KEY)
        throw new Refused('REGISTRY_KEY is not set, and without it no secret can be sealed or read: give the one that the api and the worker use.');
      return vault(config.REGISTRY_KEY);
    },
    actor,
    act: async (act, work) => actAs(database, { ...act, staff: await actor() }, work),
    show,
    rows: (rows, columns, cells, none) => show(rows, () => (rows.length === 0 ? [none] : table(columns, rows.map(cells)))),
    async close() {
      await database.close();
      await client?.connection.close();
    },
  };
}

/** What the environment says; where it names no database (or the very same), what the running `npm start` uses besides. */
function settings(io: Io): Config {
  const { environment } = io;
  const dataDir = environment['DATA_DIR'] || '.data';
  const running = readRunFile(dataDir)?.environment['DATABASE_URL'];
  const given = environment['DATABASE_URL'];
  try {
    return readConfig(!given || given === running ? withRunning(dataDir, environment) : environment);
  } catch (error) {
    throw new Usage(`The settings cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function zoneOf(text: string): string {
  const read = Zone.safeParse(text);
  if (!read.success) throw new Usage(`--times-in: ${read.error.issues[0]?.message}`);
  return read.data;
}

async function actorName(database: Queryable, given: string | undefined): Promise<string> {
  if (given) return given;
  if (await hasDemoData(database)) return DEMO_STAFF;
  throw new Refused('Who acts? Name your staff account with --as NAME or TOLEM_STAFF.');
}
