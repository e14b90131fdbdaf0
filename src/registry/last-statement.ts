import type { Queryable } from './database';

/**
 * The last statement of a transaction, returned instead of asked: COMMIT leaves right behind it, so that its locks are held no longer than
 * PostgreSQL itself needs, and not for a turn of a busy process (docs/decisions/0017). What it answers is the transaction's value.
 */
export class LastStatement<T> {
  constructor(
    readonly text: string,
    readonly values: readonly unknown[],
    // biome-ignore lint/suspicious/noExplicitAny: what the columns are only the statement knows, and it reads them itself.
    readonly read: (result: { rows: any[]; rowCount: number | null }) => T,
  ) {}

  as<Next>(next: (value: T) => Next): LastStatement<Next> {
    return new LastStatement(this.text, this.values, (result) => next(this.read(result)));
  }
}

/** Asks it at once, where more is written in the same transaction. */
export async function askNow<T>(tx: Queryable, made: T | LastStatement<T>): Promise<T> {
  return made instanceof LastStatement ? made.read(await tx.query(made.text, made.values)) : made;
}
