import { copyFileSync, existsSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const ROTATE_AT_START_BYTES = 5 * 1024 * 1024;
const CAP_BYTES = 20 * 1024 * 1024;
const LOOK_EVERY_MS = 10_000;

/** One file per process under DATA_DIR/logs, each at most some 20 MiB, with one older file beside it. */
export class LogFiles {
  private readonly files = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly folder: string) {
    this.timer = setInterval(() => this.cap(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** The path for a process of this name; what an earlier start wrote is set aside when it is large. */
  open(name: string): string {
    const file = join(this.folder, `${name}.log`);
    if (!this.files.has(file) && sizeOf(file) > ROTATE_AT_START_BYTES) renameSync(file, `${file}.1`);
    this.files.add(file);
    return file;
  }

  /** Writers hold the file open for appending, so it is copied and emptied in place. */
  cap(bytes = CAP_BYTES): void {
    for (const file of this.files) {
      if (sizeOf(file) <= bytes) continue;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
