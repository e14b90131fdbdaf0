import { link, open, rm } from 'node:fs/promises';
import { type CsvDialect, csvLine, csvStart } from '../../../wire/csv';
import type { AlsecoContext } from '../connection';
import type { ListEnd } from '../lists';
import type { DeskList } from './desk-lists';

/** Some five million payments. */
const CSV_MAX_CHARACTERS = 512 * 1024 ** 2;

export type DeskRows =
  | { readonly kind: 'usable'; readonly columns: readonly string[]; readonly rows: ReadonlyArray<readonly string[]>; readonly total: number }
  | Exclude<ListEnd, { kind: 'usable' }>;

/** The first rows of a list, and how many it has in all; what is beyond `limit` is counted and dropped. */
export async function firstRows(list: DeskList, limit: number, context: AlsecoContext): Promise<DeskRows> {
  const rows: Array<readonly string[]> = [];
  const end = await list.ask((more) => {
    const room = limit - rows.length;
    if (room > 0) rows.push(...more.slice(0, room));
  }, context);
  return end.kind === 'usable' ? { kind: 'usable', columns: list.columns, rows, total: end.rows } : end;
}

/**
 * A whole list as a CSV file, in bounded memory. The file appears under its name only when the list has ended as usable: what was
 * cut short leaves nothing. Throws for what the file system refuses.
 */
export async function csvFile(list: DeskList, path: string, dialect: CsvDialect, context: AlsecoContext): Promise<ListEnd> {
  const unfinished = `${path}.part`;
  const file = await open(unfinished, 'wx');
  try {
    await file.appendFile(csvStart(dialect) + csvLine(list.columns, dialect));
    let size = 0;
    const end = await list.ask((rows) => {
      const text = rows.map((row) => csvLine(row, dialect)).join('');
      size += text.length;
      if (size > CSV_MAX_CHARACTERS) throw new Error(`a CSV of more than ${CSV_MAX_CHARACTERS} characters`);
      return file.appendFile(text);
    }, context);
    await file.close();
    // Unlike a rename, this refuses a name that is taken.
    if (end.kind === 'usable') await link(unfinished, path);
    return end;
  } finally {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
  }
}
