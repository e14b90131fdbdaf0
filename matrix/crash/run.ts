import { runScenario, type Scenario, type ScenarioResult } from './crash';
import { type Path, walkPaths } from './dry-run';
import { FAILOVER, failedOver } from './failover';
import type { Hop } from './points';
import { numbersFrom } from './seed';
import { ownServices, type Services } from './services';
import { starters } from './starter';
import { replaced } from './stores';
import type { Blow, Victim } from './victim';
import { openWorld, type World, warmUp } from './world';

/** Payments at once. */
const AT_ONCE = 16;
const CONNECTIONS = 60;

/** How the minutes are shared out: more where more points lie. */
const SHARE: Readonly<Record<string, Readonly<Record<Blow, number>>>> = {
  worker: { '−9': 8, SIGSTOP: 8 },
  api: { '−9': 2, SIGSTOP: 2 },
  PostgreSQL: { '−9': 5, SIGSTOP: 4 },
  Temporal: { '−9': 4, SIGSTOP: 4 },
  Alseco: { '−9': 1, SIGSTOP: 1 },
  upstream: { '−9': 1.5, SIGSTOP: 1.5 },
};
const FAILOVER_SHARE = 3;
const SHARES = Object.values(SHARE).reduce((sum, each) => sum + each['−9'] + each.SIGSTOP, FAILOVER_SHARE);
const STARTER = 'starter';
const SUPPLIERS: readonly Hop[] = ['worker → Alseco', 'worker → upstream'];

export interface CrashRun {
  readonly paths: readonly Path[];
  readonly results: readonly ScenarioResult[];
}

/** The whole crash part: everything it starts stops with `close`, also half-way. */
export class CrashMatrix {
  private services: Promise<Services> | undefined;
  private world: Promise<World> | undefined;

  constructor(
    private readonly folder: string,
    private readonly seed: number,
    private readonly say: (line: string) => void,
  ) {}

  /** `minutes`: of all rounds together; `only`: victims whose names contain it. */
  async run(minutes: number, only: string | null): Promise<CrashRun> {
    const { folder, say } = this;
    const random = numbersFrom(this.seed);
    const results: ScenarioResult[] = [];
    const wanted = (name: string) => only === null || name.includes(only);
    const paths = only === STARTER ? [] : await this.inWorld(minutes / SHARES, wanted, random, results);
    await this.closeWorld();
    if (wanted(STARTER)) await noted(results, STARTER, async () => results.push(...(await starters(folder, random, say))));
    return { paths, results };
  }

  private async inWorld(
    perShare: number,
    wanted: (name: string) => boolean,
    random: () => number,
    results: ScenarioResult[],
  ): Promise<readonly Path[]> {
    const { folder, say } = this;
    say('starting PostgreSQL, Temporal, sandboxes, worker and api');
    this.services = ownServices(folder, say);
    const services = await this.services;
    this.world = openWorld({ folder, services, agents: AT_ONCE, connections: CONNECTIONS });
    const world = await this.world;
    await warmUp(world);
    const paths = await walkPaths(world);
    say(`${paths.length} paths, ${paths.reduce((sum, { points }) => sum + points.length, 0)} points`);
    for (const scenario of scenarios(world, perShare).filter(({ victim }) => wanted(victim.name)))
      await noted(results, scenario.victim.name, async () => results.push(await runScenario(world, paths, scenario, random, say)));
    for (const store of [services.temporal, services.postgres])
      if (store && wanted(`${store.name}, an older copy`))
        await noted(results, store.name, async () => results.push(await replaced(world, store, paths, random, say)));
    const { failover } = services;
    if (failover && wanted(FAILOVER))
      await noted(results, FAILOVER, async () => results.push(await failedOver(world, failover, paths, FAILOVER_SHARE * perShare, random, say)));
    return paths;
  }

  async close(): Promise<void> {
    await this.closeWorld().catch((error: Error) => this.say(error.message));
  }

  private async closeWorld(): Promise<void> {
    const { world, services } = this;
    this.world = undefined;
    this.services = undefined;
    await world?.then((opened) => opened.close()).catch((error: Error) => this.say(error.message));
    await services?.then((opened) => opened.close()).catch((error: Error) => this.say(error.message));
  }
}

function scenarios(world: World, perShare: number): Scenario[] {
  const { worker, api, alseco, upstream, services } = world;
  const all: Array<[Victim | null, readonly Hop[]]> = [
    [worker, []],
    [api, []],
    // While a store is away, a supplier's answer arrives and cannot be written.
    [services.postgres, SUPPLIERS],
    [services.temporal, SUPPLIERS],
    [alseco, []],
    [upstream, []],
  ];
  return all.flatMap(([victim, more]) =>
    victim === null
      ? []
      : (['−9', 'SIGSTOP'] as const).map((blow) => ({
          victim,
          blow,
          hops: [...victim.hops, ...more],
          minutes: (SHARE[victim.name]?.[blow] ?? 1) * perShare,
        })),
  );
}

/** A scenario that cannot go on is a violation too, and the others have their turn. */
async function noted(results: ScenarioResult[], victim: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const violations = [`${victim}: ${error instanceof Error ? error.message : String(error)}`];
    results.push({ victim, blow: 'broken off', rounds: 0, points: 0, planned: 0, reached: 0, payments: 0, right: 0, slowestMs: 0, violations });
  }
}
