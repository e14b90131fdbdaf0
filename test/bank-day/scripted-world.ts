import pino from 'pino';
import type { BookDependencies, Books, ComparedBook, ReadBook } from '../../src/activities/bank-day/books';
import { compareDay, lookAtDay, readBook, repairDay, tryDay } from '../../src/activities/bank-day/day';
import type { DayStep } from '../../src/contracts/workflows/day';
import { type Day, plusDays } from '../../src/domain/day';
import { type Money, money, ZERO } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { type BankDay, type DayFigures, knownDay } from '../../src/registry/bank-day/day/days';
import { beginFetch } from '../../src/registry/bank-day/staging/fetches';
import { addStaff } from '../../src/registry/staff/staff';
import type { Supplier } from '../../src/suppliers/supplier';
import { dayIn } from '../../src/zone';
import { inContext } from '../activities/steps';
import { book, ZONE } from '../registry/book';

export const TODAY = dayIn(ZONE, new Date().toISOString());
export const YESTERDAY = plusDays(TODAY, -1);
export const TERMS = { name: 'alseco', zone: ZONE, currency: 'KZT' } as const;

export const figures = (unexplained: Money = ZERO): DayFigures => ({
  theirs: { count: '100', sum: money('1000.5') },
  ours: { count: '100', sum: money('1000.5') },
  nominated: '2',
  pairs: '99',
  explained: '1',
  open: { count: '0', sum: ZERO },
  unexplained,
});
export const agreed: Extract<ComparedBook, { kind: 'compared' }> = { kind: 'compared', figures: figures(), undecided: 0, breaks: 0 };

type Line<T> = T | Error;

/** A real registry, and books that answer by a script; what Temporal is told is kept. */
export async function scriptedWorld() {
  const database = await book(6);
  await addStaff(database, 'operator', 'none', ['operator']);
  const script = { read: [] as Array<Line<'complete' | ReadBook>>, compare: [] as Array<Line<ComparedBook>> };
  const seen = { compared: [] as Array<Parameters<Books['compare']>[3]>, started: [] as string[], nudged: [] as string[] };
  const undecided: Array<{ agent: string; transaction: string }> = [];
  /** What happens before Temporal is told of a day. */
  const temporal = { tell: async (): Promise<void> => undefined };

  const next = <T>(lines: Array<Line<T>>): T => {
    const line = lines.shift();
    if (line === undefined) throw new Error('the script has no more');
    if (line instanceof Error) throw line;
    return line;
  };
  const books: Books = {
    async read(supplier, day) {
      const line = next(script.read);
      if (line !== 'complete') return line;
      const { id } = await beginFetch(database, supplier, day);
      return { kind: 'complete', reading: id, count: '100', sum: money('1000.5'), hash: null };
    },
    async compare(_supplier, _day, _reading, how) {
      seen.compared.push(how);
      return next(script.compare);
    },
    undecided: async () => undecided,
  };
  const alseco = { name: 'alseco', zone: ZONE, currency: 'KZT' } as Supplier;
  const dependencies: BookDependencies = {
    database,
    suppliers: new Map([['alseco', alseco]]),
    ladders: { ...LADDERS.fast, settleDelayMs: 0 },
    logger: pino({ level: 'silent' }),
    books,
    told: {
      async startDay(supplier, day) {
        await temporal.tell();
        seen.started.push(`${supplier} ${day}`);
      },
      async nudgePayment(agent, transaction) {
        seen.nudged.push(`${agent} ${transaction}`);
      },
    },
  };

  /** One activity after another, as the day's workflow calls them, until it would wait or end. */
  const goes = async (day: Day): Promise<DayStep> => {
    const own = { supplier: 'alseco', day };
    const works = { fetch: readBook, compare: compareDay, repair: repairDay, try: tryDay };
    let step = await lookAtDay(dependencies, own);
    for (let steps = 0; step.next !== 'wait' && step.next !== 'finished'; steps++) {
      if (steps === 20) throw new Error(`a day that spins: ${step.next}`);
      const work = works[step.next];
      step = await inContext(() => work(dependencies, own));
    }
    return step;
  };
  const row = (day: Day): Promise<BankDay> => knownDay(database, 'alseco', day);

  return { database, dependencies, script, seen, undecided, temporal, goes, row };
}
export type ScriptedWorld = Awaited<ReturnType<typeof scriptedWorld>>;
