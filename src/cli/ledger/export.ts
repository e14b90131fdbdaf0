import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Day } from '../../domain/day';
import { add, isNegative, type Money, negate, ZERO } from '../../domain/money';
import { ACCOUNT_KINDS, type AccountKind } from '../../registry/ledger/accounts';
import { EXPORT_COLUMNS, exportDay } from '../../registry/ledger/export';
import { type Mapping, mapAccounts, readMapping } from '../../registry/ledger/mapping';
import { CSV_DIALECTS, type CsvDialect, csvLine, csvStart } from '../../wire/csv';
import { newFile } from '../alseco/file';
import { DayArgument } from '../terminal/arguments';
import { Usage } from '../terminal/globals';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { verb } from '../terminal/verb';

const Asked = z.object({ day: DayArgument, csv: z.string().min(1).optional(), dialect: z.enum(CSV_DIALECTS, 'a dialect is standard or excel') });
const Kind = z.enum(ACCOUNT_KINDS as [AccountKind, ...AccountKind[]], { error: `accounts are ${ACCOUNT_KINDS.join(', ')}` });
const Mapped = z.object({ kind: Kind.optional(), code: z.string().trim().min(1, 'a code must not be empty').max(64).optional() });

/** `tolem ledger export|map`: what an accountant takes to the general ledger. */
export function ledgerExport(io: Io, noun: Command): void {
  noun
    .command('export <day>')
    .description('every posting of a closed day as CSV, with the SHA-256 of the file: the same bytes each time')
    .option('--csv <file>', 'where to (else ledger-DAY.csv here)')
    .addOption(
      new Option('--dialect <dialect>', 'of the CSV; excel: for a double click under Russian settings').choices(CSV_DIALECTS).default('standard'),
    )
    .action(verb(io, Asked, (session, { day, csv, dialect }) => exportTo(session, day, csv ?? `ledger-${day}.csv`, dialect)));
  noun
    .command('map [kind] [code]')
    .description("the general ledger's accounts of ours, by kind; with a code: what it calls those of this kind from now on")
    .action(
      verb(io, Mapped, async (session, { kind, code }) => {
        if (kind === undefined) return showMapping(session);
        if (code === undefined) throw new Usage(`say what the general ledger calls the accounts of kind ${kind}`);
        await session.act({ action: 'ledger.map', subject: `ledger:${kind}`, detail: { code } }, (tx) => mapAccounts(tx, kind, code));
        session.show({ kind, code }, () => [`The general ledger calls ${kind} ${code}.`]);
      }),
    );
}

async function showMapping(session: Session): Promise<void> {
  const mapping = await readMapping(session.database);
  session.rows(
    ACCOUNT_KINDS.map((kind) => ({ kind, code: mapping.get(kind) ?? null })),
    [{ title: 'accounts' }, { title: 'general ledger' }],
    ({ kind, code }) => [kind, code ?? ''],
    '',
  );
}

interface Written {
  readonly rows: number;
  readonly sha256: string;
  /** By currency; both sides are equal. */
  readonly debits: Readonly<Record<string, Money>>;
  readonly unmapped: readonly AccountKind[];
}

async function exportTo(session: Session, day: Day, name: string, dialect: CsvDialect): Promise<void> {
  const mapping = await readMapping(session.database);
  await newFile(name, async (path) => {
    const written = await writeNew(path, (file) => writeDay(session, file, { day, dialect, mapping }));
    const detail = { sha256: written.sha256, rows: written.rows };
    await session.act({ action: 'ledger.export', subject: `ledger:${day}`, detail }, async () => undefined);
    session.show({ file: path, day, ...written }, () => [
      `${written.rows} postings of ${day} are in ${path}`,
      `SHA-256 ${written.sha256}`,
      ...Object.entries(written.debits).map(([currency, sum]) => `Debit and credit in ${currency}: ${shownMoney(sum)} each.`),
      ...(written.unmapped.length > 0 ? [`Without an account of the general ledger: ${written.unmapped.join(', ')} (tolem ledger map).`] : []),
    ]);
  });
}

/** A file that could not be written to its end is no file. */
async function writeNew<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'wx');
  try {
    const written = await write(file);
    await file.close();
    return written;
  } catch (error) {
    await file.close().catch(() => undefined);
    await unlink(path).catch(() => undefined);
    throw error;
  }
}

const WRITTEN_AT_ONCE = 64 * 1024;

async function writeDay(session: Session, file: FileHandle, of: { day: Day; dialect: CsvDialect; mapping: Mapping }): Promise<Written> {
  const hash = createHash('sha256');
  const debits: Record<string, Money> = {};
  const unmapped = new Set<AccountKind>();
  let rows = 0;
  let text = csvStart(of.dialect) + csvLine(EXPORT_COLUMNS, of.dialect);
  for await (const { cells, kind, currency, amount } of exportDay(session.database, of.day, of.mapping)) {
    rows++;
    debits[currency] = add(debits[currency] ?? ZERO, isNegative(amount) ? negate(amount) : ZERO);
    if (!of.mapping.has(kind)) unmapped.add(kind);
    text += csvLine(cells, of.dialect);
    if (text.length < WRITTEN_AT_ONCE) continue;
    await writePart(file, hash, text);
    text = '';
  }
  await writePart(file, hash, text);
  return { rows, sha256: hash.digest('hex'), debits, unmapped: [...unmapped].sort() };
}

async function writePart(file: FileHandle, hash: Hash, text: string): Promise<void> {
  hash.update(text);
  await file.writeFile(text);
}
