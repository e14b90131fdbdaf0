import type { Queryable } from '../database';

/** When a supplier's book of the running day was last read, and what came of it. */
export interface BookWatch {
  readonly supplier: string;
  /** ISO instants. */
  readonly dueAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly usable: boolean | null;
  readonly said: string | null;
}

/** Takes the reading that is due, for at most `leaseMs`; its start (ISO instant), or null where none is due or another worker has it. */
export async function takeWatch(database: Queryable, supplier: string, leaseMs: number): Promise<string | null> {
  const { rows } = await database.query<{ startedAt: string }>(
    `UPDATE book_watches SET started_at = now(), due_at = now() + $2 * interval '1 millisecond' WHERE supplier = $1 AND due_at <= now() RETURNING started_at AS "startedAt"`,
    [supplier, leaseMs],
  );
  return rows[0]?.startedAt ?? null;
}

/** Ends the reading that began at `startedAt`; the next is due `nextMs` from now. One whose lease has passed changes nothing. */
export async function endWatch(
  database: Queryable,
  supplier: string,
  startedAt: string,
  ended: { usable: boolean; said: string; nextMs: number },
): Promise<void> {
  await database.query(
    `UPDATE book_watches SET ended_at = now(), usable = $3, said = $4, due_at = now() + $5 * interval '1 millisecond' WHERE supplier = $1 AND started_at = $2`,
    [supplier, startedAt, ended.usable, ended.said.slice(0, 500), ended.nextMs],
  );
}

export async function bookWatches(database: Queryable): Promise<BookWatch[]> {
  const { rows } = await database.query<BookWatch>(
    `SELECT supplier, due_at AS "dueAt", started_at AS "startedAt", ended_at AS "endedAt", usable, said FROM book_watches ORDER BY supplier`,
  );
  return rows;
}
