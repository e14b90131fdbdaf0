import { setTimeout as pause } from 'node:timers/promises';
import type { TestAgent } from '../../test/support/gateway/agent';
import type { World } from '../../test/support/gateway/gateway';
import { suppliersBooks } from '../../test/support/proof/books';
import type { Cell, CellResult } from './cell';
import type { Asked, Numbers } from './payment';
import { arm, clear, metOf } from './switches';
import { endsUnderIt, STOPPED } from './way';

export interface Place {
  readonly world: Pick<World, 'control' | 'database'>;
  readonly agent: TestAgent;
  readonly numbers: Numbers;
}

/** What the registry says of a payment now. */
interface Now {
  readonly transaction: string;
  readonly request: string;
  readonly status: number;
  readonly final: boolean;
  readonly ms: number;
  readonly ageMs: number;
  readonly waitsFor: string | null;
  readonly told: boolean;
  readonly needsStaff: string | null;
}

const NOW = `SELECT transaction_id::text AS transaction, request_id::text AS request, status, final_at IS NOT NULL AS final,
  coalesce(extract(epoch FROM final_at - created_at) * 1000, 0)::float8 AS ms, waits_for AS "waitsFor",
  (extract(epoch FROM now() - created_at) * 1000)::float8 AS "ageMs",
  waits_until IS NOT NULL OR needs_staff IS NOT NULL AS told, needs_staff AS "needsStaff"
  FROM payments WHERE agent_id = $1 AND transaction_id = ANY ($2::bigint[])`;

/** While a fault lasts, and after it is over. */
const UNDER_MS = 100_000;
const AFTER_MS = 100_000;
const LOOK_MS = 250;
const ASKED_AT_ONCE = 8;
/** A fault that lasts is met again, before it may be over. */
const MET_AGAIN = 2;

interface Running extends Asked {
  now: Now | null;
  /** What it said while it waited, where that is a reason and says until when. */
  waited: string | null;
  /** Its age when it was first seen to say so, in milliseconds. */
  saidMs: number;
  /** Words that name no reason. */
  other: string | null;
}

/** The cells of one sandbox, all at once: the faults are armed, the payments asked for, and everything is waited for within bounds. */
export async function together(place: Place, cells: readonly Cell[]): Promise<CellResult[]> {
  const { world, agent } = place;
  const [first] = cells;
  if (!first) return [];
  const { sandbox } = first.way;
  const groups = cells.map((cell) => ({
    cell,
    asked: place.numbers.asked(cell).map((asked): Running => ({ ...asked, now: null, waited: null, saidMs: 0, other: null })),
  }));
  const all = groups.flatMap(({ asked }) => asked);
  await clear(world, sandbox);
  for (const { asked } of groups) await arm(world, asked);
  const unanswered = await askAll(agent, all);
  await look(place, all, UNDER_MS, async () => {
    const met = await metOf(world, sandbox);
    return all.every((one) => one.now?.final || (waits(one.cell) && one.waited !== null && met(one.cell.way, one.account) >= MET_AGAIN));
  });
  const met = await metOf(world, sandbox);
  // What it says from now on is no longer about this fault.
  const under = new Map(all.map((one) => [one.transaction, { ...one }]));
  await clear(world, sandbox);
  const clearedAt = performance.now();
  const endedMs = new Map<string, number>();
  await look(place, all, AFTER_MS, async () => {
    for (const one of all) if (one.now?.final && !endedMs.has(one.transaction)) endedMs.set(one.transaction, performance.now() - clearedAt);
    return all.every((one) => one.now?.final);
  });
  const books = await suppliersBooks(world);
  return groups.map(({ cell, asked }): CellResult => {
    const wrong = asked.flatMap((one) =>
      [
        ...(unanswered.has(one.transaction) ? ['the agent was not answered'] : []),
        ...underFault(under.get(one.transaction) ?? one),
        ...inTheEnd(one, (books.get(one.now?.request ?? '') ?? []).filter(({ stands }) => stands).length),
      ].map((what) => `payment ${agent.id}/${one.transaction}: ${what}`),
    );
    const times = met(cell.way, asked[0]?.account ?? '');
    const missed = times < (waits(cell) ? MET_AGAIN : 1);
    const waited = asked.flatMap(({ transaction }) => under.get(transaction)?.waited ?? [])[0] ?? null;
    const slowestMs = Math.max(...asked.map((one) => (waits(cell) ? endedMs.get(one.transaction) : one.now?.ms) ?? Number.POSITIVE_INFINITY));
    return {
      cell,
      outcome: wrong.length > 0 ? 'wrong' : missed ? 'not met' : 'right',
      met: times,
      payments: asked.length,
      waited,
      saidMs: Math.max(...asked.map(({ saidMs }) => saidMs)),
      slowestMs,
      wrong,
    };
  });
}

const waits = ({ way, fault, times }: Cell): boolean => times === 'every' && !endsUnderIt(way, fault);

/** As agents do: asked again until it is answered. Answers those that never were. */
async function askAll(agent: TestAgent, all: readonly Asked[]): Promise<Set<string>> {
  const unanswered = new Set<string>();
  for (let from = 0; from < all.length; from += ASKED_AT_ONCE)
    await Promise.all(
      all.slice(from, from + ASKED_AT_ONCE).map(async ({ transaction, fields }) => {
        const answer = await agent.pay(transaction, { ...fields }).catch(() => agent.pay(transaction, { ...fields }));
        if (!/^([1-9]|10)$/.test(String(answer['ResponseStatus']))) unanswered.add(transaction);
      }),
    );
  return unanswered;
}

/** Looks at the payments again and again until `done` or the limit; keeps what those that wait say. */
async function look({ world, agent }: Place, all: readonly Running[], limitMs: number, done: () => Promise<boolean>): Promise<void> {
  const byTransaction = new Map(all.map((one) => [one.transaction, one]));
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(LOOK_MS)) {
    const { rows } = await world.database.query<Now>(NOW, [agent.id, [...byTransaction.keys()]]);
    for (const row of rows) {
      const one = byTransaction.get(row.transaction);
      if (!one) continue;
      one.now = row;
      if (row.final || row.waitsFor === null) continue;
      if (!one.cell.way.words.test(row.waitsFor) && !(one.cell.fault.stops && STOPPED.test(row.waitsFor))) one.other = row.waitsFor;
      else if (row.told) {
        if (one.waited === null) one.saidMs = row.ageMs;
        one.waited = row.waitsFor;
      }
    }
    if (await done()) return;
  }
}

function underFault({ cell, now, waited, other }: Running): string[] {
  if (cell.times !== 'every') return now?.final ? [] : ['not final though its fault was over'];
  if (!waits(cell))
    return now?.final ? [] : [`not final while the fault lasts, which does not concern it; it waits for ${now?.waitsFor ?? 'nothing'}`];
  if (now?.final) return [`final with ${now.status} while the fault lasted`];
  return waited === null ? [`waited without the reason; it said: ${other ?? 'nothing'}`] : [];
}

function inTheEnd({ cell: { way }, now }: Running, standing: number): string[] {
  if (!now) return ['the registry does not have it'];
  if (!now.final) return [`never final: status ${now.status}, waits for ${now.waitsFor ?? 'nothing'}, staff: ${now.needsStaff ?? 'no'}`];
  const expected = way.ends === 10 ? 1 : 0;
  return [
    ...(now.status === way.ends ? [] : [`ended with ${now.status} instead of ${way.ends}`]),
    ...(standing === expected ? [] : [`${standing} bookings stand instead of ${expected}`]),
    ...(now.needsStaff === null ? [] : [`final, and yet needs staff: ${now.needsStaff}`]),
  ];
}
