import type { Queryable } from './database';

/**
 * What PostgreSQL needs so that a crash takes nothing it has confirmed. Without it a payment is sent and forgotten, and then sent again:
 * nothing that looks at the registry afterwards can tell.
 */
const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;
type Settings = Readonly<Record<(typeof NEEDED)[number], string>>;

/** PostgreSQL is set so that a crash may take what it has confirmed. */
export class Forgetful extends Error {
  override readonly name = 'Forgetful';

  constructor(off: readonly string[]) {
    const are = off.length > 1 ? 'are' : 'is';
    super(`PostgreSQL may forget what it has confirmed, and what was sent would be paid twice: ${off.join(', ')} ${are} off and must be on`);
  }
}

/** Throws where this connection's server may forget; what is off may differ by server, database and user. */
export async function mustRemember(connection: Pick<Queryable, 'query'>): Promise<void> {
  const { rows } = await connection.query<Settings>(`SELECT ${NEEDED.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`);
  const [settings] = rows;
  const off = NEEDED.filter((name) => settings?.[name] === 'off');
  if (off.length > 0) throw new Forgetful(off);
}

/** Before a process begins: refuses a server that may forget. One that is away is waited for later, and each connection asks again. */
export async function refuseForgetful(database: Queryable): Promise<void> {
  await database.query('SELECT 1').catch((error: unknown) => {
    if (error instanceof Forgetful) throw error;
  });
}
