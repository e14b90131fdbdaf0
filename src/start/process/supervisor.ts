import { setTimeout as pause } from 'node:timers/promises';
import { sentenceOf } from '../refusal';
import { end, type Identity } from './identity';
import type { KeptProcess } from './service';
import type { Spawned } from './spawned';

const LAUNCH_REST_MS = 2_000;

export interface SupervisorOptions {
  readonly say: (line: string) => void;
  /** Called whenever the set of live processes changes. */
  readonly changed: (processes: ReadonlyArray<Identity & { name: string }>) => void;
  /** The pause before a process comes back: doubles from the first to the longest. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** One that lived this long begins with the first pause again. */
  readonly steadyMs?: number;
}

interface Kept {
  readonly service: KeptProcess;
  process?: Spawned;
  pauseMs: number;
}

/** Keeps services running: brings back what dies, and stops all in their order. */
export class Supervisor {
  private readonly kept: Kept[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly launches = new Set<Promise<void>>();
  private stopped: Promise<void> | undefined;
  private readonly firstPauseMs: number;
  private readonly longestPauseMs: number;
  private readonly steadyMs: number;

  constructor(private readonly options: SupervisorOptions) {
    this.firstPauseMs = options.firstPauseMs ?? 500;
    this.longestPauseMs = options.longestPauseMs ?? 30_000;
    this.steadyMs = options.steadyMs ?? 60_000;
  }

  get stopping(): boolean {
    return this.stopped !== undefined;
  }

  /** The first start of a service; a failure is the caller's, later deaths are ours. */
  async start(service: KeptProcess): Promise<void> {
    const kept: Kept = { service, pauseMs: this.firstPauseMs };
    this.kept.push(kept);
    await this.launch(kept);
  }

  /** Stops everything once, one after another; a service still starting is stopped too. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** Without waiting for anything: the second Ctrl-C. */
  kill(): void {
    for (const { process } of this.kept) process?.child.kill('SIGKILL');
  }

  private async stopAll(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    await this.endAll();
    // A process that was just being spawned is known once its launch has come to rest.
    await Promise.race([Promise.allSettled(this.launches), pause(LAUNCH_REST_MS)]);
    await this.endAll();
  }

  private async endAll(): Promise<void> {
    for (const kept of [...this.kept].sort((a, b) => a.service.stopOrder - b.service.stopOrder)) {
      if (kept.process) await end(kept.process.identity, kept.service.stop);
    }
  }

  private launch(kept: Kept): Promise<void> {
    const launching = this.launchOnce(kept).finally(() => this.launches.delete(launching));
    this.launches.add(launching);
    return launching;
  }

  private async launchOnce(kept: Kept): Promise<void> {
    if (this.stopping) throw new Error('stopping');
    let since = Date.now();
    let ready = false;
    await kept.service.start((process) => {
      kept.process = process;
      since = Date.now();
      this.report();
      if (this.stopping) void end(process.identity, kept.service.stop);
      void process.ended.then((how) => {
        this.report();
        if (ready) this.revive(kept, how, Date.now() - since);
      });
    });
    if (kept.process?.hasEnded()) throw new Error(`${kept.service.name} ended at once (${await kept.process.ended})`);
    ready = true;
  }

  private revive(kept: Kept, how: string, livedMs: number): void {
    if (this.stopping) return;
    if (livedMs >= this.steadyMs) kept.pauseMs = this.firstPauseMs;
    const pause = kept.pauseMs;
    kept.pauseMs = Math.min(this.longestPauseMs, pause * 2);
    this.options.say(`${kept.service.name} ended (${how}); it comes back in ${pause / 1000} s`);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.launch(kept).then(
        () => this.options.say(`${kept.service.name} is back`),
        (error: unknown) => this.revive(kept, sentenceOf(error), 0),
      );
    }, pause);
    this.timers.add(timer);
  }

  private report(): void {
    const live = this.kept.flatMap(({ service, process }) => (process && !process.hasEnded() ? [{ name: service.name, ...process.identity }] : []));
    this.options.changed(live);
  }
}
