import { setTimeout as pause } from 'node:timers/promises';
import type { TestAgent } from '../test/support/gateway/agent';
import type { World } from '../test/support/gateway/gateway';
import { voicesThatDiffer } from '../test/support/proof/agreement';
import { suppliersBooks } from '../test/support/proof/books';
import { staffLook, unfinished } from '../test/support/proof/by-the-book';
import type { Kind } from '../test/support/proof/kinds';
import { accountsThatDiffer } from '../test/support/proof/ledger';
import { ZONE } from '../test/support/proof/new-agent';
import type { Receiver } from '../test/support/proof/receiver';
import { type Fact, facts, nameOf } from '../test/support/proof/registry';
import { bookingsThatDiffer, historiesThatTurn } from '../test/support/proof/standing';

/** What the last payments may take after the last was asked for; a callback's ladder alone lasts half a minute. */
const REST_LIMIT_MS = 4 * 60_000;
const STAFF_EVERY_MS = 10_000;

export interface Rest {
  readonly seconds: number;
  /** Payments that evidence alone could not decide. */
  readonly byStaff: number;
  readonly unfinished: readonly string[];
}

/** Waits until every payment is final and every callback delivered; staff look now and then, as they would. */
export async function comeToRest(world: World, agent: TestAgent): Promise<Rest> {
  const since = Date.now();
  let byStaff = 0;
  let nextLook = since + STAFF_EVERY_MS;
  for (;;) {
    const open = await unfinished(world, agent.id);
    if (open.length === 0 || Date.now() - since > REST_LIMIT_MS) return { seconds: (Date.now() - since) / 1_000, byStaff, unfinished: open };
    if (Date.now() > nextLook) {
      byStaff += await staffLook(world, agent.id);
      nextLook = Date.now() + STAFF_EVERY_MS;
    }
    await pause(1_000);
  }
}

export interface Verdict {
  readonly all: readonly Fact[];
  readonly broken: readonly string[];
}

/** None lost, none doubled, the ledger exact, each told as it is. */
export async function judge(world: World, agent: TestAgent, receiver: Receiver, kinds: ReadonlyMap<string, Kind>): Promise<Verdict> {
  const all = await facts(world.database);
  const own = all.filter((fact) => fact.agent === agent.id);
  const broken = [
    ...bookingsThatDiffer(all, await suppliersBooks(world)),
    ...historiesThatTurn(own),
    ...(await accountsThatDiffer(world.database, all)),
    ...(await voicesThatDiffer(agent, ZONE, own, receiver)),
    ...otherEnds(own, kinds),
  ];
  return { all: own, broken };
}

function otherEnds(own: readonly Fact[], kinds: ReadonlyMap<string, Kind>): string[] {
  const stored = new Set(own.map(({ transaction }) => transaction));
  const lost = [...kinds.keys()].filter((transaction) => !stored.has(transaction)).map((transaction) => `payment ${transaction} is lost`);
  const other = own.flatMap((fact) => {
    const kind = kinds.get(fact.transaction);
    if (!kind) return [`${nameOf(fact)} was never asked for`];
    return fact.status === kind.ends || fact.decisions.length > 0 ? [] : [`${nameOf(fact)}: a ${kind.name} ends with ${kind.ends}`];
  });
  return [...lost, ...other];
}

export interface Doubts {
  /** Payments whose supplier's books were read because an answer was missing or unclear. */
  readonly payments: number;
  readonly looks: number;
  /** Sent again after evidence had shown that nothing was booked. */
  readonly again: number;
}

export async function doubtsOf(world: World): Promise<Doubts> {
  const { rows } = await world.database.query<Doubts>(
    `SELECT (SELECT count(DISTINCT payment_id)::int FROM looks) AS payments, (SELECT coalesce(sum(count), 0)::int FROM looks) AS looks,
       (SELECT count(DISTINCT a.payment_id)::int FROM attempts a JOIN attempts b ON b.payment_id = a.payment_id AND b.document = a.document AND b.number < a.number
        WHERE b.outcome = 'absent') AS again`,
  );
  return rows[0] ?? { payments: 0, looks: 0, again: 0 };
}
