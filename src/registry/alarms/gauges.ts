import { SUPPLIER_NAMES, type SupplierName } from '../../contracts/supply';
import { metrics } from '../../telemetry';
import type { Database } from '../database';
import { type BookZones, type UnreadyDay, unreadyDays } from './overdue-days';
import { unsignedBreaks } from './unsigned-breaks';

/** Scrapes of several servers, or a nervous one, ask the registry no more often. */
const FRESH_MS = 10_000;
/** A scrape waits no longer for the registry: everything else is still told, and the gauge of the last measurement grows old. */
const LIMIT_MS = 3_000;

/**
 * Sets what is read from the registry when somebody scrapes, in api and worker alike: it rings while Temporal is away. Never fails; where
 * the registry does not answer nothing is told of it but when it last was.
 */
export function measureAtScrape(database: Database, zones: BookZones): () => Promise<void> {
  let under: Promise<void> | null = null;
  let doneAt = Number.NEGATIVE_INFINITY;
  const measure = async (): Promise<void> => {
    try {
      await setGauges(database, zones);
      doneAt = performance.now();
    } catch {
      forget();
    } finally {
      under = null;
    }
  };
  return async () => {
    if (performance.now() - doneAt < FRESH_MS) return;
    under ??= measure();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LIMIT_MS);
    });
    await Promise.race([under, limit]);
    clearTimeout(timer);
  };
}

async function setGauges(database: Database, zones: BookZones): Promise<void> {
  const [days, breaks] = await Promise.all([unreadyDays(database, zones), unsignedBreaks(database)]);
  forget();
  for (const supplier of SUPPLIER_NAMES) {
    setDays(
      supplier,
      days.filter((day) => day.supplier === supplier),
    );
    const left = breaks.flatMap((each) => (each.supplier === supplier && each.rollbackLeftS !== null ? each.rollbackLeftS : []));
    // None that can be rolled back: no time that runs out.
    if (left.length > 0) metrics.rollbackLeft.set({ supplier }, Math.min(...left));
  }
  for (const { supplier, currency, count, sum } of breaks) {
    metrics.breaksUnsigned.inc({ supplier }, count);
    // A gauge is a float: it is looked at, never reckoned with.
    metrics.breaksUnsignedSum.set({ supplier, currency }, Number.parseFloat(sum));
  }
  metrics.daysMeasured.set(Math.floor(Date.now() / 1_000));
}

function setDays(supplier: SupplierName, days: readonly UnreadyDay[]): void {
  const opened = days.filter(({ state }) => state !== null);
  metrics.daysNotOpened.set({ supplier }, days.length - opened.length);
  metrics.daysNotReady.set({ supplier }, days.filter(({ isLate }) => isLate).length);
  metrics.breaksUnsigned.set({ supplier }, 0);
  for (const stage of ['working', 'waiting'] as const) {
    const of = opened.filter(({ isWorking }) => isWorking === (stage === 'working'));
    metrics.dayReadingAge.set({ supplier, stage }, Math.max(0, ...of.map(({ readAgeS }) => readAgeS)));
    metrics.dayComparisonAge.set({ supplier, stage }, Math.max(0, ...of.map(({ comparedAgeS }) => comparedAgeS)));
  }
}

function forget(): void {
  const { daysNotOpened, daysNotReady, dayReadingAge, dayComparisonAge, breaksUnsigned, breaksUnsignedSum, rollbackLeft } = metrics;
  for (const gauge of [daysNotOpened, daysNotReady, dayReadingAge, dayComparisonAge, breaksUnsigned, breaksUnsignedSum, rollbackLeft]) gauge.reset();
}
