import type { DayStep, OwnDay } from '../../contracts/workflows/day';
import { MAX_REPAIRS, outcomeOfDay } from '../../domain/bank-day/course';
import { isZero } from '../../domain/money';
import { pauseMs } from '../../ladders';
import {
  countRepair,
  dropReading,
  storeComparison,
  storeFailedReading,
  storeReading,
  storeTrial,
  storeUnlike,
  type Waits,
} from '../../registry/bank-day/day/day-steps';
import { type BankDay, knownDay } from '../../registry/bank-day/day/days';
import { timeOf } from '../../registry/clock';
import type { Queryable } from '../../registry/database';
import { endOf } from '../../zone';
import type { BookDependencies, ComparedBook, ReadBook } from './books';
import { nextStep } from './step';
import { whileAlive } from './while-alive';

/** Payments told to look, per round. */
const TOLD_AT_MOST = 200;
/** Local time at which staff shall have signed what differs. */
const SIGNED_BY_MS = 9 * 3_600_000;

/** What the registry says the day needs. */
export function lookAtDay(dependencies: BookDependencies, own: OwnDay): Promise<DayStep> {
  return written(dependencies, own, async () => {});
}

/** Reads the supplier's whole book of the day; a reading that is not complete leaves why, and when it is read again. */
export async function readBook(dependencies: BookDependencies, own: OwnDay): Promise<DayStep> {
  const row = await knownDay(dependencies.database, own.supplier, own.day);
  const began = await timeOf(dependencies.database);
  const read = await readAlive(dependencies, row);
  return written(dependencies, own, (tx) =>
    read.kind === 'complete' ? storeReading(tx, row, { ...read, began }) : failed(dependencies, tx, row, read.why, began),
  );
}

/** Holds what was read against the registry; the day goes where the outcome sends it. */
export async function compareDay(dependencies: BookDependencies, own: OwnDay): Promise<DayStep> {
  const row = await knownDay(dependencies.database, own.supplier, own.day);
  const { reading } = row;
  if (reading === null) return lookAtDay(dependencies, own);
  const last = row.repairs >= MAX_REPAIRS;
  const compared = await whileAlive(dependencies.ladders, () => dependencies.books.compare(row.supplier, row.day, reading, { effect: true, last }));
  return written(dependencies, own, (tx) => storeCompared(tx, row, compared));
}

async function storeCompared(tx: Queryable, row: BankDay, compared: ComparedBook): Promise<void> {
  switch (compared.kind) {
    case 'lost':
      return dropReading(tx, row);
    case 'unlike':
      return storeUnlike(tx, row, compared.nominated);
    case 'compared': {
      const isExplained = isZero(compared.figures.unexplained);
      const outcome = outcomeOfDay({ openBreaks: compared.breaks, isExplained, undecided: compared.undecided }, row.repairs);
      return storeComparison(tx, row, compared.figures, outcome, waitsOf(row, outcome.waitsFor));
    }
  }
}

function waitsOf({ zone, day }: BankDay, waitsFor: string): Waits {
  if (waitsFor !== 'signatures') return { until: null, needsStaff: waitsFor === 'staff' };
  return { until: new Date(Date.parse(endOf(zone, day)) + SIGNED_BY_MS).toISOString(), needsStaff: true };
}

/** Has the payments' own workflows look for what the book shows of them; then it is read again. Lost tellings do no harm: they look by themselves. */
export async function repairDay(dependencies: BookDependencies, own: OwnDay): Promise<DayStep> {
  const { books, told, ladders, logger } = dependencies;
  const row = await knownDay(dependencies.database, own.supplier, own.day);
  const payments = row.reading === null ? [] : await books.undecided(row.reading, TOLD_AT_MOST);
  for (const { agent, transaction } of payments)
    await told
      .nudgePayment(agent, transaction, `its line stands in the book of ${row.day}`)
      .catch((error: Error) => logger.info({ agent, transaction, error: error.message }, 'a payment was not told to look'));
  return written(dependencies, own, (tx) => countRepair(tx, row, ladders.settleDelayMs));
}

/** Reads and compares without any effect on breaks, payments or the day's state. */
export async function tryDay(dependencies: BookDependencies, own: OwnDay): Promise<DayStep> {
  const row = await knownDay(dependencies.database, own.supplier, own.day);
  const began = await timeOf(dependencies.database);
  const read = await readAlive(dependencies, row);
  if (read.kind === 'incomplete') return written(dependencies, own, (tx) => failed(dependencies, tx, row, read.why, began));
  const compared = await whileAlive(dependencies.ladders, () =>
    dependencies.books.compare(row.supplier, row.day, read.reading, { effect: false, last: true }),
  );
  if (compared.kind === 'lost') return lookAtDay(dependencies, own);
  return written(dependencies, own, (tx) => storeTrial(tx, row, compared.kind === 'unlike' ? { unlike: compared.nominated } : compared.figures));
}

const readAlive = ({ ladders, books }: BookDependencies, { supplier, day }: BankDay): Promise<ReadBook> =>
  whileAlive(ladders, (signal, rows) => books.read(supplier, day, { signal, rows }));

/** Staff are needed once it has been tried for longer than a payment may wait. */
async function failed({ ladders }: BookDependencies, tx: Queryable, row: BankDay, why: string, began: string): Promise<void> {
  const wantedSince = Math.max(Date.parse(row.askedAt), Date.parse(row.stateSince));
  const needsStaff = Date.parse(began) - wantedSince > ladders.needsStaffMs;
  await storeFailedReading(tx, row, why, pauseMs(ladders.resend, row.failedReads + 1), needsStaff);
}

/** Writes what was learned and says what follows, in one transaction. */
function written({ database, ladders }: BookDependencies, { supplier, day }: OwnDay, write: (tx: Queryable) => Promise<void>): Promise<DayStep> {
  return database.transaction(async (tx) => {
    await write(tx);
    return nextStep(tx, ladders, supplier, day);
  });
}
