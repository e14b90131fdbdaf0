import { paymentFile } from '../../src/staff-view/payment-file';
import type { World } from '../../test/support/gateway/gateway';
import { voicesThatDiffer } from '../../test/support/proof/agreement';
import { suppliersBooks } from '../../test/support/proof/books';
import { unfinished } from '../../test/support/proof/by-the-book';
import { accountsThatDiffer } from '../../test/support/proof/ledger';
import { newAgent, ZONE } from '../../test/support/proof/new-agent';
import { facts } from '../../test/support/proof/registry';
import { bookingsThatDiffer, historiesThatTurn } from '../../test/support/proof/standing';
import { until as comesTrue } from '../../test/support/until';
import { type Cell, type CellResult, nameOfCell, notRun } from './cell';
import type { Sandbox } from './fault';
import { Numbers } from './payment';
import { type Place, together } from './together';

const AGENT = '3101';
const DEPOSIT = '50000000';
/** Aimed cells at once; more would wait for one another. */
const AT_ONCE = 100;
/** So that the result of an upstream payment is asked for more than once. */
const STEP_MS = 1_500;
const CALLBACKS_MS = 60_000;
const OPEN_MS = 30_000;

export interface FaultRun {
  readonly results: readonly CellResult[];
  /** What is wrong with books, ledger, histories or voices once all is over. */
  readonly wrong: readonly string[];
}

/** Runs the cells, no new ones after so many minutes, those of both sandboxes side by side, and holds everything against one another at the end. */
export async function faultMatrix(world: World, cells: readonly Cell[], minutes: number, say: (line: string) => void): Promise<FaultRun> {
  const until = performance.now() + minutes * 60_000;
  const { agent, receiver } = await newAgent(world, AGENT, DEPOSIT);
  try {
    await world.control('upstream', 'settings', { stepMs: STEP_MS });
    const place: Place = { world, agent, numbers: new Numbers() };
    const of = (sandbox: Sandbox) =>
      track(
        place,
        cells.filter(({ way }) => way.sandbox === sandbox),
        until,
        say,
      );
    const results = (await Promise.all([of('alseco'), of('upstream')])).flat();
    await comesTrue('every callback is delivered', async () => (await unfinished(world, AGENT)).length === 0, CALLBACKS_MS).catch(() => undefined);
    const all = await facts(world.database);
    const own = all.filter((fact) => fact.agent === AGENT);
    const wrong = [
      ...(await unfinished(world, AGENT)),
      ...bookingsThatDiffer(all, await suppliersBooks(world)),
      ...historiesThatTurn(own),
      ...(await accountsThatDiffer(world.database, all)),
      ...(await voicesThatDiffer(agent, ZONE, own, receiver)),
    ];
    return { results, wrong };
  } finally {
    await receiver.close();
  }
}

/** One sandbox's cells: first what can be aimed, then what stops the whole supplier, then what has the sandbox for itself. */
async function track(place: Place, cells: readonly Cell[], until: number, say: (line: string) => void): Promise<CellResult[]> {
  const aimed = cells.filter(({ way, fault }) => !way.shared && !fault.stops);
  const stopping = cells.filter(({ way, fault }) => !way.shared && fault.stops);
  const shared = cells.filter(({ way }) => way.shared);
  const results: CellResult[] = [];
  const round = async (some: readonly Cell[]): Promise<void> => {
    if (!some[0]) return;
    if (performance.now() > until) {
      results.push(...some.map(notRun));
      return;
    }
    const begun = performance.now();
    const done = await isOpen(place, some[0].way.sandbox)
      .then(() => together(place, some))
      .catch((error: Error) => some.map((cell): CellResult => ({ ...notRun(cell), outcome: 'wrong', wrong: [error.message] })));
    results.push(...(await Promise.all(done.map((result) => explained(place, result)))));
    const what = some.length === 1 ? nameOfCell(some[0]) : `${some[0].way.sandbox}, ${some.length} cells at once`;
    const bad = done
      .filter(({ outcome }) => outcome !== 'right')
      .map(({ cell, outcome, wrong }) => `\n    ${outcome} ${nameOfCell(cell)}: ${wrong.join('; ')}`);
    say(`${what}: ${((performance.now() - begun) / 1_000).toFixed(1)} s${bad.join('')}`);
  };
  for (let from = 0; from < aimed.length; from += AT_ONCE) await round(aimed.slice(from, from + AT_ONCE));
  // A fault that lasts keeps the supplier stopped for all: those that pass have no room beside it.
  await round(stopping.filter(({ times }) => times !== 'every'));
  await round(stopping.filter(({ times }) => times === 'every'));
  const free = await readsAlone(place, shared);
  try {
    for (const cell of shared) await round([cell]);
  } finally {
    await free();
  }
  return results;
}

/** What is wrong, with everything the registry knows of it. */
async function explained({ world: { database } }: Place, result: CellResult): Promise<CellResult> {
  const wrong = await Promise.all(
    result.wrong.map(async (each) => {
      const transaction = /\/(\d+):/.exec(each)?.[1] ?? '';
      const file = await paymentFile(database, AGENT, transaction).catch((error: Error) => error.message);
      return `${nameOfCell(result.cell)}: ${each}\n  explain: ${JSON.stringify(file, (key, value: unknown) => (key === 'content' ? undefined : value))}`;
    }),
  );
  return { ...result, wrong };
}

/** The reading of the running day's book shares the lists: it is put off, so that what is armed meets the payments' own looks. */
async function readsAlone({ world: { database } }: Place, shared: readonly Cell[]): Promise<() => Promise<unknown>> {
  if (shared[0]?.way.sandbox !== 'alseco') return async () => undefined;
  await database.query(`UPDATE book_watches SET started_at = now(), due_at = now() + interval '1 day'`);
  return () => database.query('UPDATE book_watches SET due_at = now()');
}

/** A supplier that the cell before has slowed is probed until it is open: these probes are no part of the next cell. */
const isOpen = ({ world: { database } }: Place, sandbox: Sandbox): Promise<unknown> =>
  comesTrue(
    `${sandbox} is open`,
    async () => (await database.query(`SELECT 1 FROM suppliers WHERE name = $1 AND state = 'open'`, [sandbox])).rows.length > 0,
    OPEN_MS,
  );
