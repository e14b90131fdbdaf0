import type { SupplierName } from '../../src/contracts/supply';
import { type Money, money } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { markRecovered, pauseSupplier, resumeSupplier, slowSupplier, supplierState, troubleAt } from '../../src/registry/catalog/suppliers';
import type { Database } from '../../src/registry/database';
import type { Supplier } from '../../src/suppliers/supplier';
import { runProber } from '../../src/worker/prober';
import { accepted, book, OTHER } from '../registry/book';
import { until } from '../support/until';
import { listening } from './listening';

type Probe = Awaited<ReturnType<Supplier['probe']>>;
const WELL: Probe = { ok: true, text: 'период 2026-11' };
const ILL: Probe = { ok: false, reason: 'nobody listens', trouble: 'down' };

let database: Database;
let answers: Record<string, Probe | Error>;
let asked: string[];
const heard = listening();
let prober: ReturnType<typeof runProber>;

beforeAll(async () => {
  database = await book();
});
afterAll(() => database?.close());
beforeEach(async () => {
  for (const name of ['alseco', 'upstream']) await resumeSupplier(database, name);
  asked = [];
  answers = { alseco: WELL, upstream: WELL };
  heard.said.length = 0;
});
afterEach(() => prober?.stop());

/** Probes all day long; the two suppliers answer as told. */
function probing(): void {
  const supplier = (name: SupplierName): [SupplierName, Supplier] => {
    const probe = async (): Promise<Probe> => {
      asked.push(name);
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer ?? ILL;
    };
    return [name, { name, probe } as Partial<Supplier> as Supplier];
  };
  prober = runProber(database, new Map([supplier('alseco'), supplier('upstream')]), { ...LADDERS.fast, probeEveryMs: 10 }, heard.logger);
}
const stateOf = async (name: string) => (await supplierState(database, name))?.state;
const opened = (name: string) => until(`${name} is open`, async () => (await stateOf(name)) === 'open');
/** So that a round that should change nothing has certainly been. */
const rounds = (name: string, count = 3) => until(`${name} was probed ${count} times`, () => asked.filter((each) => each === name).length >= count);

test.each(['slowed', 'stopped'] as const)(
  'a supplier that Tolem itself has %s is opened by the first good answer, and is asked no more',
  async (state) => {
    await troubleAt(database, 'alseco', state, 'no answer');
    answers['alseco'] = ILL;
    probing();
    await rounds('alseco');
    expect(await stateOf('alseco')).toBe(state);
    answers['alseco'] = WELL;
    await opened('alseco');
    const after = asked.length;
    await troubleAt(database, 'upstream', 'slowed', 'no answer');
    await opened('upstream');
    expect(asked.slice(after).filter((name) => name === 'alseco').length).toBeLessThanOrEqual(1);
    expect(heard.said).toContainEqual(['info', 'still in trouble']);
    expect(heard.said.filter(([, words]) => words === 'works again')).toHaveLength(2);
  },
);

test.each([
  ['stopped', pauseSupplier],
  ['slowed', slowSupplier],
] as const)('what staff have %s is not asked and stays so', async (state, close) => {
  await close(database, 'alseco', 'operator-1', 'a feast day');
  await troubleAt(database, 'upstream', 'stopped', 'no answer');
  answers['upstream'] = ILL;
  probing();
  await rounds('upstream');
  expect(asked).not.toContain('alseco');
  expect(await supplierState(database, 'alseco')).toMatchObject({ state, by: 'operator-1' });
});

test('a supplier stopped for our empty deposit is opened once that covers the smallest payment that waits', async () => {
  const smallest = await accepted(database, OTHER, 1, '50');
  await accepted(database, OTHER, 2, '50');
  await database.query(`UPDATE payments SET supplier = 'upstream', amount = CASE WHEN id = $1 THEN 20 ELSE amount END`, [smallest.id]);
  await troubleAt(database, 'upstream', 'stopped', 'deposit empty: −2');
  const free = (amount: string): Probe => ({ ok: true, text: '', free: money(amount) as Money });
  answers['upstream'] = free('19.99');
  probing();
  await rounds('upstream');
  expect(await supplierState(database, 'upstream')).toMatchObject({ state: 'stopped', balance: '19.99' });
  answers['upstream'] = free('20.00');
  await opened('upstream');
});

test('a round that fails is told, and the next is made', async () => {
  await troubleAt(database, 'alseco', 'slowed', 'no answer');
  answers['alseco'] = new Error('a bug');
  probing();
  await rounds('alseco');
  expect(heard.said).toContainEqual(['warn', 'suppliers were not probed']);
  answers['alseco'] = WELL;
  await opened('alseco');
  expect(await markRecovered(database, 'alseco')).toBe(false);
});
