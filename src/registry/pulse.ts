import type { Queryable } from './database';

/** The timeline that is written now. `pg_control_checkpoint` shows the one before until the first checkpoint after a promotion. */
const TIMELINE = 'left(pg_walfile_name(pg_current_wal_lsn()), 8)';

/**
 * The registry may be another than the one that beat last: it was silent for longer than `$1` milliseconds (a copy that was restored),
 * or it writes another timeline (a standby that was promoted, and may have lagged). A restart changes neither. Over a row of `pulse`.
 */
const MAY_BE_ANOTHER = `(now() - pulse.beat_at > $1 * interval '1 millisecond' OR pulse.timeline <> ${TIMELINE})`;

/**
 * The registry's pulse. While it beats on one timeline, the attempts table is the whole truth about what was sent; otherwise the
 * registry may be an older copy of itself, and payments stored before it woke look for evidence first.
 */
export async function beat(database: Queryable, gapMs: number): Promise<boolean> {
  const { rows } = await database.query<{ woke: boolean }>(
    `UPDATE pulse SET woke_at = CASE WHEN ${MAY_BE_ANOTHER} THEN now() ELSE woke_at END, beat_at = now(), timeline = ${TIMELINE}
     RETURNING woke_at = now() AS woke`,
    [gapMs],
  );
  return rows[0]?.woke === true;
}

/** When the registry last woke (ISO instant); null: never. It need not have beaten since. Over a row of `pulse`, `$1` as above. */
export const WOKE_AT = `CASE WHEN ${MAY_BE_ANOTHER} THEN now() ELSE pulse.woke_at END`;
