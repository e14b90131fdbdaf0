import { setTimeout as pause } from 'node:timers/promises';
import { isFinal, isRequestStatus } from '../src/domain/status';
import type { Armed } from '../src/sandbox/faults';
import type { TestAgent } from '../test/support/gateway/agent';
import type { World } from '../test/support/gateway/gateway';
import { armed, EVERY_FAULT, type Fault } from '../test/support/proof/faults';
import { KINDS, type Kind } from '../test/support/proof/kinds';
import type { Chance } from './chance';

/** A client that pays waits for the end of its payment this long, and then pays the next all the same. */
const PATIENCE_MS = 20_000;
const ASKED_EVERY_MS = 400;
/** A payment makes some three calls at its supplier: so many faults that one call in twenty meets one. */
const FAULTS_PER_PAYMENT = 0.15;
const TRIES = 20;

export interface Load {
  /** TransactionID → kind. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Faults switched on, each for one call. */
  readonly armed: number;
  readonly seconds: number;
}

/** Pays `count` payments of all kinds over `connections` clients, each paying its next when the last has ended. */
export async function payAll(
  world: World,
  agent: TestAgent,
  chance: Chance,
  count: number,
  connections: number,
  say: (line: string) => void,
): Promise<Load> {
  const kinds = new Map<string, Kind>();
  const since = performance.now();
  const faults = faultsInTurn(world, chance);
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) {
      const number = ++next;
      const kind = chance.of(KINDS);
      kinds.set(String(number), kind);
      if (chance.happens(FAULTS_PER_PAYMENT)) await faults.one();
      await payOne(agent, String(number), kind);
      if (number % 200 === 0) say(`${number} of ${count} payments asked for`);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { kinds, armed: faults.count(), seconds: (performance.now() - since) / 1_000 };
}

/** Every fault before any comes again. */
function faultsInTurn(world: World, chance: Chance): { one(): Promise<void>; count(): number } {
  let waiting: Fault[] = [];
  let count = 0;
  return {
    async one() {
      if (waiting.length === 0) waiting = chance.shuffled(EVERY_FAULT);
      const fault = waiting.pop();
      if (!fault) return;
      count++;
      await world.control(fault.sandbox, 'faults', armed(fault, 1));
    },
    count: () => count,
  };
}

/** As an agent does it: the same again until there is an answer about the payment, then Status. */
async function payOne(agent: TestAgent, transaction: string, kind: Kind): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (let tries = 1; ; tries++) {
    const status = await agent.pay(transaction, kind.fields).then(
      (answer) => Number.parseInt(String(answer['ResponseStatus']), 10),
      () => null,
    );
    if (status !== null && !isRequestStatus(status)) break;
    if (tries === TRIES) throw new Error(`payment ${transaction} (${kind.name}) was not taken: ${status}`);
    await pause(ASKED_EVERY_MS);
  }
  while (Date.now() < until) {
    const status = Number.parseInt(await agent.status(transaction).catch(() => ''), 10);
    if (isFinal(status)) return;
    await pause(ASKED_EVERY_MS);
  }
}

/** How many calls met a fault; what is left of those switched on waited for a call that nobody made. */
export async function faultsMet(world: World, armedCount: number): Promise<number> {
  const [alseco, upstream] = await Promise.all((['alseco', 'upstream'] as const).map((sandbox) => world.control<Armed[]>(sandbox, 'faults')));
  return armedCount - [...(alseco ?? []), ...(upstream ?? [])].filter(({ left }) => left !== 0).length;
}
