import { Client } from 'pg';
import { mustRemember } from '../../registry/durability';
import { StartRefused, sentenceOf } from '../refusal';

const MEANING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host is not known',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'the user or password is wrong',
  '28000': 'the user may not log in',
  '3D000': 'that database does not exist (create it first)',
  '53300': 'it has no connection left',
};
const OLDEST = 140_000;

/** Proves that DATABASE_URL leads to a PostgreSQL we can use; refuses with one sentence, never showing the password. */
export async function checkGivenDatabase(url: string): Promise<void> {
  const shown = withoutPassword(url);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; may_create: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, has_database_privilege(current_database(), 'CREATE') AS may_create`,
    );
    const [found] = rows;
    if (!found || found.version < OLDEST) throw new StartRefused(`DATABASE_URL (${shown}) leads to a PostgreSQL older than 14.`);
    if (!found.may_create) throw new StartRefused(`DATABASE_URL (${shown}): the user may not create tables in that database.`);
    await mustRemember(client);
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    const code = (error as { code?: string }).code ?? '';
    throw new StartRefused(`DATABASE_URL (${shown}) cannot be used: ${MEANING[code] ?? sentenceOf(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

function withoutPassword(url: string): string {
  try {
    const read = new URL(url);
    if (!/^postgres(ql)?:$/.test(read.protocol)) throw new Error('not PostgreSQL');
    if (read.password) read.password = '…';
    return decodeURI(read.href);
  } catch {
    throw new StartRefused('DATABASE_URL is not a URL like postgres://user:password@host:5432/database.');
  }
}
