import type { LaunchInput } from '../../contracts/workflows/day';
import type { Day } from '../../domain/day';
import type { OpenedBy } from '../../registry/bank-day/day/days';
import { booksFrom, type DayTerms, daysToRun, lastEnded, openDays } from '../../registry/bank-day/day/open-days';
import type { SupplierName } from '../../suppliers/supplier';
import { dayIn } from '../../zone';
import { supplierNamed } from '../dependencies';
import type { BookDependencies } from './books';

export interface Launched {
  readonly opened: readonly Day[];
  readonly started: readonly Day[];
}

/** The rows first, committed; then their workflows: a day whose start is lost has its row, and the sweeper starts it. */
export async function launch(dependencies: BookDependencies, { supplier, at }: LaunchInput): Promise<Launched> {
  const { database, told } = dependencies;
  const opened = await openDue(dependencies, supplier as SupplierName, at, 'schedule');
  const started = await daysToRun(database, supplier);
  for (const day of started) await told.startDay(supplier, day, 'launched');
  return { opened, started };
}

/** Opens what has ended by `at` (ISO instant) and has no row; the day before `at` also where books are compared from later on. */
export async function openDue({ database, suppliers }: BookDependencies, name: SupplierName, at: string, by: OpenedBy): Promise<Day[]> {
  const supplier = supplierNamed(suppliers, name);
  const terms: DayTerms = { name, zone: supplier.zone, currency: supplier.currency };
  const last = lastEnded(dayIn(supplier.zone, at));
  return database.transaction(async (tx) => {
    const from = await booksFrom(tx, name, dayIn(supplier.zone, new Date().toISOString()));
    return openDays(tx, terms, by === 'schedule' && last < from ? last : from, last, by);
  });
}
