import { types } from 'node:util';
import { Pool, type PoolClient, types as pgTypes, type QueryConfig } from 'pg';
import { mustRemember } from './durability';
import { LastStatement } from './last-statement';

/** Instants are ISO text with microseconds and Z; days are text; bigint and numeric stay text (pg's default). */
const TIMESTAMPTZ = 1184;
const DATE = 1082;
pgTypes.setTypeParser(TIMESTAMPTZ, (text) => `${text.replace(' ', 'T').replace(/\+00(:00)?$/, '')}Z`);
pgTypes.setTypeParser(DATE, (text) => text);

export interface Queryable {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/**
 * The registry's database: a bounded pool, and transactions that give their connection back whatever happens. `work` may be done a second
 * time where nothing of the first was kept.
 */
export interface Database extends Queryable {
  /** What `work` returns, or what its last statement answers. */
  transaction<T>(work: (tx: Queryable) => Promise<T | LastStatement<T>>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connections: number;
  /** A statement that takes longer is cancelled by PostgreSQL. */
  readonly statementMs: number;
  readonly onError?: (error: Error) => void;
}

const SILENCE_MS = 2_000;

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementMs,
    // A connection that swallows everything is given up here and replaced; PostgreSQL's own cancel comes first.
    query_timeout: options.statementMs + SILENCE_MS,
    idle_in_transaction_session_timeout: options.statementMs,
    options: '-c TimeZone=UTC',
    keepAlive: true,
    // Statements that need not wait for one another's answers go out together.
    pipeline: true,
    // Behind one address another server may stand tomorrow: each connection is asked before anything is entrusted to it.
    onConnect: mustRemember,
  });
  // An idle connection that PostgreSQL ends must not end the process.
  pool.on('error', (error) => options.onError?.(error));
  return {
    query: (text, values) => onNextDay(() => pool.query(statement(text, values))),
    transaction: (work) => onNextDay(() => inTransaction(pool, work)),
    close: () => pool.end(),
  };
}

/**
 * A day of the ledger closes while somebody posts to it, at most once in the life of a statement: nothing was done then, and the same
 * again finds the next day open.
 */
async function onNextDay<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== LEDGER_DAY_CLOSED) throw error;
    return work();
  }
}

async function inTransaction<T>(pool: Pool, work: (tx: Queryable) => Promise<T | LastStatement<T>>): Promise<T> {
  const client: PoolClient = await pool.connect();
  let broken: Error | undefined;
  // A connection that ends between two statements says so here, and to nobody else: unheard it would end the process.
  const ended = (error: Error) => {
    broken = error;
  };
  client.on('error', ended);
  try {
    // Not waited for: it leaves together with the first statement.
    const begun = client.query('BEGIN');
    begun.catch(() => undefined);
    const query: Queryable['query'] = (text, values) => client.query(statement(text, values));
    const made = await work({ query });
    if (!(made instanceof LastStatement)) {
      await Promise.all([begun, commit(client)]);
      return made;
    }
    const [answer] = await Promise.all([query(made.text, made.values), begun, commit(client)]);
    return made.read(answer);
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    // The next connection may lead to the server that writes now. (The pool itself gives up one whose single statement failed.)
    if (REFUSES_WRITING.has(codeOf(error))) broken = error as Error;
    throw error;
  } finally {
    client.off('error', ended);
    client.release(broken);
  }
}

/** COMMIT of a transaction in which a statement failed answers without an error, and rolls back. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command} instead of COMMIT`);
}

const MAX_PREPARED = 500;
const names = new Map<string, string>();

/** Statements with values are few and fixed texts: each connection parses and plans them once. */
function statement(text: string, values: readonly unknown[] | undefined): QueryConfig {
  if (!values) return { text };
  const known = names.get(text);
  if (known !== undefined) return { name: known, text, values: [...values] };
  if (names.size >= MAX_PREPARED) return { text, values: [...values] };
  const name = `tolem_${names.size}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}

/** SQLSTATE names used by our code. */
export const UNIQUE_VIOLATION = '23505';
const CONNECTION_CLASSES = /^(08|53|57P0|58)/;
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);
const READ_ONLY_SQL_TRANSACTION = '25006';
/** What only the primary knows (its timeline), asked of a standby. */
const OBJECT_NOT_IN_PREREQUISITE_STATE = '55000';
/** The server was set to read only, or another has become the primary. */
const REFUSES_WRITING = new Set([READ_ONLY_SQL_TRANSACTION, OBJECT_NOT_IN_PREREQUISITE_STATE]);
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const LOCK_NOT_AVAILABLE = '55P03';
/** Of our own (migrations/0018): the ledger's day that a statement posts to is closed. */
const LEDGER_DAY_CLOSED = 'TL003';
/** The transaction gave way to another one: nothing of it was done. */
const GAVE_WAY = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE]);

export function violates(error: unknown, constraint: string): boolean {
  const failure = error as { code?: string; constraint?: string };
  return failure?.code === UNIQUE_VIOLATION && failure.constraint === constraint;
}

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? '';

/**
 * The database could not be asked, or not now, or its answer got lost: nothing is known about what the transaction did, and asked again
 * it may be done.
 */
export function isAway(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const code = codeOf(error);
  if (code) return CONNECTION_CLASSES.test(code) || [CONNECTION_CODES, REFUSES_WRITING, GAVE_WAY].some((codes) => codes.has(code));
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout/.test(
    error.message,
  );
}

/** Runs `work` again while the database is away, until `budgetMs` has passed; then throws what it threw last. */
export async function persistently<T>(budgetMs: number, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + budgetMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || Date.now() + pause > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
