/** A run of many minutes in the foreground: says how far it is, has a limit, and ends once, whatever ends it. */
export class LongRun {
  private readonly started = performance.now();
  private over = false;

  /** `close` stops what was started; it hears the exit code. */
  constructor(private readonly close: (code: number) => Promise<void>) {}

  get isOver(): boolean {
    return this.over;
  }

  get minutes(): number {
    return Math.ceil((performance.now() - this.started) / 60_000);
  }

  readonly say = (line: string): void => {
    process.stderr.write(`[${String(Math.round((performance.now() - this.started) / 1_000)).padStart(4)} s] ${line}\n`);
  };

  /** Does `work`, which ends the run itself where all went as it should; an error, a signal and the limit end it too. */
  async within(limitMs: number, work: () => Promise<void>): Promise<void> {
    const limit = setTimeout(() => void this.end(1, `stopped: not done within ${limitMs / 60_000} minutes`), limitMs);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void this.end(130, `${name}: stopping, nothing is written`));
    try {
      await work();
    } catch (error) {
      await this.end(1, `stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      clearTimeout(limit);
    }
  }

  async end(code: number, sentence: string): Promise<void> {
    if (this.over) return;
    this.over = true;
    this.say(sentence);
    await this.close(code);
    process.exit(code);
  }
}
