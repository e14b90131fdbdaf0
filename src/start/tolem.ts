import { join } from 'node:path';
import { type Config, isGiven, readConfig } from '../config';
import { activityLimitMs, LADDERS, shutdownForceMs } from '../ladders';
import { migrate } from '../registry/migrate';
import { addresses } from './addresses';
import { loadDemoData } from './demo/data';
import { outcomeTable, takeDemoPayments } from './demo/demo';
import { askGivenSuppliers } from './given-suppliers';
import { KeptParts } from './parts';
import { openDataDir } from './process/data-dir';
import { stopLeftovers } from './process/leftovers';
import { LogFiles } from './process/log-files';
import { type DataDirHold, holdDataDir } from './process/run-file';
import { Supervisor } from './process/supervisor';
import { StartRefused, sentenceOf } from './refusal';
import { planOf, type StartPlan } from './settings';

/** Everything `npm start` runs, in the order of its steps. */
export class Tolem {
  private supervisor: Supervisor | undefined;
  private claim: DataDirHold | undefined;
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
    const held = holdDataDir(dataDir);
    this.claim = held;
    const suppliers = await askGivenSuppliers(this.config);
    for (const sentence of suppliers.said) this.say(sentence);
    const plan = planOf(this.config, dataDir, { laddersGiven: isGiven('LADDERS'), givenSandboxes: suppliers.allSandboxes });
    if (held.leftover) await stopLeftovers(held.leftover, workerStopMs(plan), this.say);
    held.write({ processes: [] });
    this.supervisor = new Supervisor({ say: this.say, changed: (processes) => held.write({ processes: [...processes] }) });
    this.logs = new LogFiles(join(dataDir, 'logs'));
    const parts = new KeptParts(this.config, plan, { supervisor: this.supervisor, logs: this.logs, claim: held, say: this.say });

    await parts.checkPorts();
    await settled([parts.database(), parts.temporal(), parts.sandboxes()]);
    const databaseUrl = parts.setting('DATABASE_URL');
    await this.step('Registry: migrations', () => migrate(databaseUrl));
    const whyNoDemo = await this.demoData(plan, parts);
    await parts.worker(workerStopMs(plan));
    await parts.api(LADDERS[plan.ladders].accountCheckCallMs + 10_000);
    this.isUp = true;
    const good = whyNoDemo === null ? await this.demo(parts) : true;
    if (this.abort.signal.aborted) return false;
    if (whyNoDemo !== null) this.say(whyNoDemo);
    for (const line of ['', ...addresses(this.config, plan, parts)]) this.say(line);
    return good;
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

  /** Loads the demo data; the sentence instead where there must be none, and so no demo payments either. */
  private async demoData(plan: StartPlan, parts: KeptParts): Promise<string | null> {
    const given = plan.given.join(' and ');
    if (given) return `No demo data is loaded and no demo payments are made: ${given} ${plan.given.length > 1 ? 'are' : 'is'} given`;
    const load = () => loadDemoData(parts.setting('DATABASE_URL'), readConfig(parts.environment()));
    const loaded = await this.step('Registry: demo data', load, (how) => how !== 'not empty');
    return loaded === 'not empty' ? 'No demo data is loaded and no demo payments are made: the registry holds data of its own' : null;
  }

  private async demo(parts: KeptParts): Promise<boolean> {
    this.say('Demo payments as agent 144:');
    const outcomes = await takeDemoPayments({ api: parts.apiUrl, say: this.say, signal: this.abort.signal });
    for (const line of ['', ...outcomeTable(outcomes)]) this.say(line);
    return outcomes.every((outcome) => outcome.asItShould);
  }

  private async step<T>(name: string, work: () => Promise<T>, worthSaying: (result: T) => boolean = () => true): Promise<T> {
    if (this.abort.signal.aborted) throw new Error('stopping');
    try {
      const result = await work();
      if (worthSaying(result)) this.say(name);
      return result;
    } catch (error) {
      throw new StartRefused(`${name} failed: ${sentenceOf(error)}`);
    }
  }
}

/** Longer than the worker's own last word (`shutdownForceTime`). */
const workerStopMs = (plan: StartPlan): number => shutdownForceMs(LADDERS[plan.ladders]) + activityLimitMs(LADDERS[plan.ladders], 0);

/** All at once; the first failure is thrown only when the others have come to rest, so that none is forgotten. */
async function settled(works: ReadonlyArray<Promise<void>>): Promise<void> {
  const ends = await Promise.allSettled(works);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
