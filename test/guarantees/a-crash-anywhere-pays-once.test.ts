import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScenario, type ScenarioResult } from '../../matrix/crash/crash';
import { walkPaths } from '../../matrix/crash/dry-run';
import { KINDS } from '../../matrix/crash/kinds';
import { numbersFrom, shuffled } from '../../matrix/crash/seed';
import { openWorld, type World } from '../../matrix/crash/world';
import { databaseUrl, temporalAddress, temporalNamespace } from '../support/services/services';

/** A sample of `npm run matrix`: other points in each run, the same for the same MATRIX_SEED. */
const seed = Number.parseInt(process.env['MATRIX_SEED'] ?? String(randomInt(1, 1_000_000)), 10);
const AT_ONCE = 8;
const PATHS = 3;

const folder = mkdtempSync(join(tmpdir(), 'tolem-world-'));
let world: World;
beforeAll(async () => {
  const services = {
    databaseUrl: await databaseUrl(),
    temporalPort: Number.parseInt((await temporalAddress()).split(':')[1] ?? '', 10),
    namespace: await temporalNamespace(),
    postgres: null,
    temporal: null,
    failover: null,
    close: async () => {},
  };
  world = await openWorld({ folder, services, agents: AT_ONCE, connections: 20 });
}, 120_000);
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test(`killed at points drawn by MATRIX_SEED=${seed}: every payment ends, booked once if it succeeded and never if it failed`, async () => {
  const random = numbersFrom(seed);
  const paths = await walkPaths(world, shuffled(KINDS, random).slice(0, PATHS));
  const said: string[] = [];
  const results: ScenarioResult[] = [];
  for (const victim of [world.worker, world.api])
    results.push(await runScenario(world, paths, { victim, blow: '−9', hops: victim.hops, minutes: 0.01 }, random, (line) => said.push(line)));
  expect({ seed, said, violations: results.flatMap(({ violations }) => violations) }).toEqual({ seed, said, violations: [] });
  // The blow must have found payments where it was meant to.
  expect(results.reduce((sum, { reached }) => sum + reached, 0)).toBeGreaterThan(0);
}, 300_000);
