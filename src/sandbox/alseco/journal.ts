import { type FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

interface Batch {
  readonly text: string;
  readonly done: (error?: Error) => void;
}

/** An append-only file of JSON lines. `append` returns when the line is on disk; lines that wait together share one fsync. */
export class Journal<Event> {
  private queue: Batch[] = [];
  private writing = false;

  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
  ) {}

  /** Opens the file and returns its events; a last line cut short by a kill is dropped. */
  static async open<Event>(path: string): Promise<{ journal: Journal<Event>; events: readonly Event[] }> {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
    const events = whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Event);
    return { journal: new Journal<Event>(await open(path, 'a'), path), events };
  }

  append(event: Event): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ text: `${JSON.stringify(event)}\n`, done: (error) => (error ? reject(error) : resolve()) });
      if (!this.writing) void this.drain();
    });
  }

  async empty(): Promise<void> {
    await truncate(this.path, 0);
    await this.file.datasync();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      try {
        await this.file.appendFile(batch.map((line) => line.text).join(''));
        await this.file.datasync();
        for (const line of batch) line.done();
      } catch (error) {
        for (const line of batch) line.done(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.writing = false;
  }
}
