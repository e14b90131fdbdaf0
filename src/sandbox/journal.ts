import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The sandbox's memory: one JSON value per line, written before the answer leaves, so a kill −9 loses nothing that was
 * answered. A torn last line (killed while writing) is cut off at the next start.
 */
export class Journal<Entry> {
  private readonly file: number;

  /** Gives every entry written so far to `replay`, in order; throws for a line that is broken and not the last. */
  constructor(path: string, replay: (entry: Entry) => void) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, 'a+');
    const text = readFileSync(path, 'utf8');
    const whole = text.lastIndexOf('\n') + 1;
    for (const [at, line] of text.slice(0, whole).split('\n').entries()) {
      if (line === '') continue;
      try {
        replay(JSON.parse(line) as Entry);
      } catch (error) {
        closeSync(this.file);
        throw new Error(`${path}:${at + 1} cannot be replayed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (whole < text.length) ftruncateSync(this.file, Buffer.byteLength(text.slice(0, whole)));
  }

  write(entry: Entry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    for (let at = 0; at < line.length; ) at += writeSync(this.file, line, at);
  }

  empty(): void {
    ftruncateSync(this.file, 0);
  }

  close(): void {
    closeSync(this.file);
  }
}
