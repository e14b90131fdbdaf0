import { join } from 'node:path';
import { type Config, isGiven, readConfig } from '../config';
import { activityLimitMs, LADDERS, shutdownForceMs } from '../ladders';
import { loadDemoData } from '../registry/demo';
import { migrate } from '../registry/migrate';
import { addresses } from './addresses';
import { openDataDir } from './data-dir';
import { outcomeTable, takeDemoPayments } from './demo';
import { DEMO_PAYMENTS } from './demo-payments';
import { stopLeftovers } from './leftovers';
import { LogFiles } from './log-files';
import { Parts } from './parts';
import { Refusal, sentenceOf } from './refusal';
import { type Claim, claim } from './run-file';
import { type Plan, planOf } from './settings';
import { Supervisor } from './supervisor';

/** Everything `npm start` runs, in the order of its steps. */
export class Tolem {
  private supervisor: Supervisor | undefined;
  private claim: Claim | undefined;
  private logs: LogFiles | undefined;
  private readonly abort = new AbortController();
  isUp = false;

  constructor(
    private readonly config: Config,
    private readonly say: (line: string) => void,
  ) {}

  /** Brings everything up and takes the demo payments; true when each ended as it should. */
  async run(): Promise<boolean> {
    const dataDir = openDataDir(this.config.DATA_DIR);
    const plan = planOf(this.config, dataDir, isGiven('LADDERS'));
    const held = claim(dataDir);
    this.claim = held;
    if (held.leftover) await stopLeftovers(held.leftover, workerStopMs(plan), this.say);
    held.write({ processes: [] });
    this.supervisor = new Supervisor({ say: this.say, changed: (processes) => held.write({ processes: [...processes] }) });
    this.logs = new LogFiles(join(dataDir, 'logs'));
    const parts = new Parts(this.config, plan, { supervisor: this.supervisor, logs: this.logs, claim: held, say: this.say });

    await parts.checkPorts();
    await settled([parts.database(), parts.temporal(), parts.sandboxes()]);
    const databaseUrl = parts.setting('DATABASE_URL');
    await this.step('Registry: migrations', () => migrate(databaseUrl));
    await this.step('Registry: demo data', () => loadDemoData(databaseUrl, readConfig(parts.environment())));
    await parts.worker(workerStopMs(plan));
    await parts.api(LADDERS[plan.ladders].accountCheckCallMs + 10_000);
    this.isUp = true;
    return this.demo(plan, parts);
  }

  /** Stops everything in order and gives the DATA_DIR back. Safe to call at any moment and more than once. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.supervisor?.stop();
    this.logs?.close();
    this.claim?.release();
    this.claim = undefined;
  }

  kill(): void {
    this.supervisor?.kill();
    this.claim?.release();
  }

  private async demo(plan: Plan, parts: Parts): Promise<boolean> {
    const payments = DEMO_PAYMENTS.filter((payment) => plan.demoSuppliers.has(payment.supplier));
    if (payments.length < DEMO_PAYMENTS.length) this.say('A given supplier is not on this machine: it gets no demo payments');
    if (payments.length > 0) this.say('Demo payments as agent 144:');
    const outcomes = await takeDemoPayments({ api: parts.apiUrl, say: this.say, signal: this.abort.signal, payments });
    if (this.abort.signal.aborted) return false;
    for (const line of ['', ...outcomeTable(outcomes), '', ...addresses(this.config, plan, parts)]) this.say(line);
    return outcomes.every((outcome) => outcome.asItShould);
  }

  private async step(name: string, work: () => Promise<void>): Promise<void> {
    if (this.abort.signal.aborted) throw new Error('stopping');
    try {
      await work();
      this.say(name);
    } catch (error) {
      throw new Refusal(`${name} failed: ${sentenceOf(error)}`);
    }
  }
}

/** Longer than the worker's own last word (`shutdownForceTime`). */
const workerStopMs = (plan: Plan): number => shutdownForceMs(LADDERS[plan.ladders]) + activityLimitMs(LADDERS[plan.ladders], 0);

/** All at once; the first failure is thrown only when the others have come to rest, so that none is forgotten. */
async function settled(works: ReadonlyArray<Promise<void>>): Promise<void> {
  const ends = await Promise.allSettled(works);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
