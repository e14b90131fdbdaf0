import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultOrder, type Faults, isCarriedOut } from './faults';

export interface Answer {
  readonly status: number;
  /** A long one in pieces, so that it is never one string. */
  readonly body: string | Iterable<string>;
}

/** One call of the counterparty, read and not yet carried out. */
export interface Asked {
  /** Null for what cannot be read: it is not counted and meets no fault. */
  readonly operation: string | null;
  /** Content-Type of its answers. */
  readonly type: string;
  /** What a fault may be aimed at. */
  says(): string;
  carryOut(): Answer | Promise<Answer>;
  /** Answers under a fault that only this sandbox has; null where the call was not carried out. */
  spoil(fault: FaultOrder, answer: Answer | null): Answer;
}

/** The longest a hanging answer hangs. */
const HANG_MS = 180_000;
const MAX_LATE = 10_000;
const PIECE_CHARACTERS = 64 * 1024;
const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Answers calls, each with the fault that meets it. */
export class Answering {
  private readonly stopping = new AbortController();
  private readonly late = new Set<Promise<void>>();

  constructor(private readonly faults: Faults) {
    // Every call that waits listens to it.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Returns when the answer has been given, or the connection cut. */
  async answer(response: ServerResponse, asked: Asked): Promise<void> {
    const order = asked.operation === null ? null : this.faults.take(asked.operation, () => asked.says());
    const { signal } = this.stopping;
    if (order?.fault === 'late') {
      response.destroy();
      this.carryOutLate(asked, order.afterMs);
      return;
    }
    if (order?.fault === 'delay') await pause(order.afterMs, undefined, { signal });
    const answer = order === null || isCarriedOut(order) ? await asked.carryOut() : null;
    if (order?.fault === 'hang') await pause(HANG_MS, undefined, { signal });
    const given = order === null ? answer : spoil(order, answer, asked);
    if (given) await write(response, given, order?.fault === 'html-502' ? 'text/html; charset=utf-8' : asked.type);
    else response.destroy();
  }

  /** Ends what waits. */
  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.late);
  }

  private carryOutLate(asked: Asked, afterMs: number): void {
    if (this.late.size >= MAX_LATE) throw new RangeError(`more than ${MAX_LATE} calls wait to be carried out late`);
    const done: Promise<void> = pause(afterMs, undefined, { signal: this.stopping.signal })
      .then(() => asked.carryOut())
      .then(
        () => {},
        // Nobody waits for it any more.
        () => {},
      )
      .finally(() => this.late.delete(done));
    this.late.add(done);
  }
}

/** What is written under a fault; null: the connection is cut. */
function spoil(order: FaultOrder, answer: Answer | null, asked: Asked): Answer | null {
  switch (order.fault) {
    case 'lost-before':
    case 'lost-after':
    case 'late':
    case 'hang':
      return null;
    case 'delay':
      return answer;
    case 'blank':
      return { status: 200, body: '' };
    case 'html-502':
      return { status: 502, body: HTML };
    case 'truncated': {
      const whole = answer ? textOf(answer) : '';
      return { status: 200, body: whole.slice(0, Math.floor(whole.length / 2)) };
    }
    default:
      return asked.spoil(order, answer);
  }
}

export const textOf = ({ body }: Answer): string => (typeof body === 'string' ? body : [...body].join(''));

/** A long answer is written as it is made, no faster than it is read. */
async function write(response: ServerResponse, { status, body }: Answer, type: string): Promise<void> {
  if (typeof body === 'string') {
    const bytes = Buffer.from(body);
    response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
    return;
  }
  response.writeHead(status, { 'content-type': type });
  let piece = '';
  for (const text of body) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    if (!response.write(piece)) await drained(response);
    if (response.destroyed) return;
    piece = '';
  }
  response.end(piece);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
