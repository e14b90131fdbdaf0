import { Client, type Connection, type QueryArrayResult, type Submittable } from 'pg';
import type { Queryable } from '../../database';
// How instants, days and numbers are read is set there, for every connection of the process.
import '../../database';

/**
 * A connection for books alone: the pool's connections are pipelined and take no COPY, and end a statement after seconds, where a
 * million rows may take longer. Nothing else waits behind it.
 */
export interface BooksConnection extends Queryable {
  /** Rows as COPY reads them (text format), in one statement that commits by itself. */
  copy(into: string, rows: string): Promise<void>;
  close(): Promise<void>;
}

export interface BooksConnectionOptions {
  readonly url: string;
  readonly statementMs: number;
}

export async function openBooks({ url, statementMs }: BooksConnectionOptions): Promise<BooksConnection> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementMs,
    options: '-c TimeZone=UTC',
    keepAlive: true,
  });
  // A connection that ends says so with the next question; unheard it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return {
    query: (text, values) => client.query(text, values ? [...values] : undefined) as never,
    copy: (into, rows) =>
      new Promise<void>((resolve, reject) => client.query(new CopyIn(`COPY ${into} FROM STDIN`, Buffer.from(rows), resolve, reject))),
    close: () => client.end(),
  };
}

/** What the protocol's connection offers for COPY, which its types leave out. */
type CopyConnection = Connection & {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
};

/** One COPY FROM STDIN of one piece, by the connection's own messages. */
class CopyIn implements Submittable {
  private failure: Error | null = null;

  constructor(
    private readonly text: string,
    private readonly rows: Buffer,
    private readonly resolve: () => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    (connection as CopyConnection).query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.rows);
    connection.endCopyFrom();
  }

  handleCommandComplete(_result: QueryArrayResult): void {}

  handleError(error: Error): void {
    this.failure = error;
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (!this.failure) this.resolve();
  }
}
