import type { Queryable } from './database';

/**
 * The registry's pulse. While it beats, the attempts table is the whole truth about what was sent; after a silence longer
 * than `gapMs` the registry may be an older copy of itself, and payments stored before it woke look for evidence first.
 */
export async function beat(database: Queryable, gapMs: number): Promise<boolean> {
  const { rows } = await database.query<{ woke: boolean }>(
    `UPDATE pulse SET woke_at = CASE WHEN now() - beat_at > $1 * interval '1 millisecond' THEN now() ELSE woke_at END, beat_at = now()
     RETURNING woke_at = now() AS woke`,
    [gapMs],
  );
  return rows[0]?.woke === true;
}

/** When the registry last woke from a silence longer than `$1` milliseconds (ISO instant); null: never. Over a row of `pulse`. */
export const WOKE_AT = `CASE WHEN now() - pulse.beat_at > $1 * interval '1 millisecond' THEN now() ELSE pulse.woke_at END`;
