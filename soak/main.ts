import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../bench/machine';
import { type BenchWorld, Opening } from '../bench/world';
import { LongRun } from '../test/support/long-run';
import { newAgent } from '../test/support/proof/new-agent';
import { typed } from '../test/support/proof/staff';
import { Chance } from './chance';
import { faultsMet, payAll } from './load';
import { watchMemory } from './memory';
import { report, type Soak } from './report';
import { restartAllAlong } from './restarts';
import { comeToRest, doubtsOf, judge } from './verdict';

/** `npm run soak`: many payments among faults and restarts, counted at the suppliers. Writes docs/soak.md when it is the whole run. */
const USAGE = 'Usage: npm run soak [-- --payments 200] [--seed N]';
const WHOLE = 2_000;
const CONNECTIONS = 15;
const LIMIT_MS = 20 * 60_000;
const AGENT = '3001';
const DEPOSIT = '100000000';
const CALLBACKS_REFUSED = 0.05;
const RESULTS = join(__dirname, '..', 'docs', 'soak.md');

async function soak(world: BenchWorld, payments: number, seed: number, say: LongRun['say']): Promise<Soak> {
  const chance = new Chance(seed);
  const second = world.another();
  await second.start();
  const { agent, receiver } = await newAgent(world, AGENT, DEPOSIT);
  const moods = new Chance(seed + 1);
  receiver.failsNow = () => moods.happens(CALLBACKS_REFUSED);
  const memory = watchMemory([
    { name: 'api', pid: () => world.api.pid },
    { name: 'worker 1', pid: () => world.worker.pid },
    { name: 'worker 2', pid: () => second.pid },
    { name: 'Alseco sandbox', pid: () => world.alsecoSandbox.pid },
    { name: 'upstream sandbox', pid: () => world.upstreamSandbox.pid },
    { name: 'Temporal dev server', pid: () => world.temporal },
    { name: 'PostgreSQL', pid: () => world.postgres, family: true },
  ]);
  const restarting = restartAllAlong([world.worker, second]);
  try {
    say(`${payments} payments, seed ${seed}`);
    const load = await payAll(world, agent, chance, payments, CONNECTIONS, say);
    const restarts = await restarting.stop();
    const met = await faultsMet(world, load.armed);
    for (const sandbox of ['alseco', 'upstream'] as const) await world.control(sandbox, 'faults', undefined, 'DELETE');
    say(`asked for in ${Math.round(load.seconds)} s, ${restarts.graceful + restarts.killed} restarts, ${met} faults met; coming to rest`);
    const rest = await comeToRest(world, agent);
    say(`at rest after ${Math.round(rest.seconds)} s; counting`);
    const { all, broken } = await judge(world, agent, receiver, load.kinds);
    return {
      date: new Date().toISOString().slice(0, 10),
      seed,
      machine: await machine(world),
      connections: CONNECTIONS,
      all,
      kinds: load.kinds,
      loadSeconds: load.seconds,
      rest,
      armed: load.armed,
      met,
      callbacksRefused: receiver.refused,
      restarts,
      doubts: await doubtsOf(world),
      memory: memory.stop(),
      broken: [...rest.unfinished, ...broken],
    };
  } finally {
    memory.stop();
    await restarting.stop().catch(() => {});
    await second.stop();
    await receiver.close();
  }
}

const EXPLAINED = 20;

/** What is needed to find out why: the findings, the story of the first payments they name, and the logs of all processes. */
async function keepEvidence(world: BenchWorld, result: Soak, say: LongRun['say']): Promise<void> {
  mkdirSync(world.folder, { recursive: true });
  const named = [...new Set(result.broken.flatMap((line) => new RegExp(`payment ${AGENT}/(\\d+)`).exec(line)?.[1] ?? []))];
  for (const transaction of named.slice(0, EXPLAINED)) {
    const { out, err } = await typed(world.environment, 'operator-1', ['payment', 'explain', AGENT, transaction]);
    writeFileSync(join(world.folder, `payment-${transaction}.json`), out || err);
  }
  writeFileSync(join(world.folder, 'findings.txt'), `${result.broken.join('\n')}\n`);
  writeFileSync(join(world.folder, 'report.md'), report(result));
  say(`findings, stories and logs: ${world.folder}`);
}

function run(payments: number, seed: number): Promise<void> {
  const opening = new Opening();
  const run = new LongRun(async (code) => {
    // What went wrong can be looked into.
    if (code === 1) process.env['KEEP_WORLD'] = '1';
    await opening.close();
  });
  return run.within(LIMIT_MS, async () => {
    run.say('starting PostgreSQL, Temporal, sandboxes, two workers and api');
    const world = await opening.open();
    const result = await soak(world, payments, seed, run.say);
    if (run.isOver) return;
    const text = report(result);
    if (result.broken.length > 0) {
      process.stderr.write(`${result.broken.slice(0, 50).join('\n')}\n`);
      await keepEvidence(world, result, run.say);
      await run.end(1, `${result.broken.length} ${result.broken.length === 1 ? 'finding' : 'findings'}: the promise did not hold`);
      return;
    }
    if (payments < WHOLE) process.stdout.write(text);
    else writeFileSync(RESULTS, text);
    await run.end(0, payments < WHOLE ? 'everything held; a short run is not written' : 'everything held; written to docs/soak.md');
  });
}

function asked(): { payments: number; seed: number } | null {
  try {
    const { values } = parseArgs({ options: { payments: { type: 'string' }, seed: { type: 'string' } } });
    const [payments, seed] = [values.payments ?? String(WHOLE), values.seed ?? String(randomInt(1, 1_000_000_000))];
    if (![payments, seed].every((text) => /^[1-9]\d{0,8}$/.test(text))) return null;
    return { payments: Number.parseInt(payments, 10), seed: Number.parseInt(seed, 10) };
  } catch {
    return null;
  }
}

const given = asked();
if (!given) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else if (process.platform !== 'linux') {
  process.stderr.write('The soak reads memory from /proc: it runs on Linux only.\n');
  process.exitCode = 2;
} else void run(given.payments, given.seed);
