import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { Slots } from './slots';

/**
 * How one HTTP call to a counterparty ended. `not sent` is certain: no byte of the request left this process.
 * Everything after the first byte that brought no whole answer is `unknown`.
 */
export type CallResult =
  | { readonly outcome: 'answered'; readonly status: number; readonly contentType: string; readonly body: Buffer; readonly retryAfter: string | null }
  /** `ours`: our own limits or permit held it back, which says nothing about the counterparty. */
  | { readonly outcome: 'not sent'; readonly reason: string; readonly ours?: true }
  /** `tooLarge`: an answer came, and was more than `maxBytes`. */
  | { readonly outcome: 'unknown'; readonly reason: string; readonly tooLarge?: true };

export interface Call {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From the first byte to the last byte of the answer, in milliseconds. */
  readonly limitMs: number;
  /** How long to wait for a free connection, in milliseconds. */
  readonly slotWaitMs: number;
  /** The largest answer that is read, in bytes; a larger one is `unknown`. */
  readonly maxBytes: number;
  /** Asked on the open connection, directly before the first byte; false means: do not send (the attempt's claim). */
  readonly permit?: () => Promise<boolean>;
  /** Cancels while waiting for a slot and while the answer is awaited. */
  readonly signal?: AbortSignal;
}

/** Whether calls may leave for this counterparty at all. */
export interface Admission {
  /** Asked before each call takes its turn; the reason why nothing may be sent now, else null. */
  whyHeld(): Promise<string | null>;
  /** Told the head of each answer. */
  heard(headers: Readonly<Record<string, string | string[] | undefined>>): void;
}

export interface HttpOptions {
  /** Calls at once. */
  readonly connections: number;
  /** Callers that may wait for a connection before `not sent` is said at once. */
  readonly queue: number;
  readonly connectMs: number;
  readonly proxyUrl?: string;
  /** Left out: calls may always leave. */
  readonly admission?: Admission;
  /** Pins the address of the host (callbacks). */
  readonly lookup?: LookupFunction;
}

/**
 * Posts to one counterparty. Connections are not kept alive: a request written to a kept connection that the other side
 * has just closed is `unknown`, and one handshake per call is cheaper than one search for evidence.
 */
export class HttpClient {
  private readonly dispatcher: Dispatcher;
  private readonly slots: Slots;
  private readonly admission: Admission | undefined;

  constructor(options: HttpOptions) {
    this.admission = options.admission;
    const connect = { timeout: options.connectMs, ...(options.lookup ? { lookup: options.lookup } : {}) };
    const shared = { pipelining: 0, connections: options.connections, connect };
    this.dispatcher = options.proxyUrl ? new ProxyAgent({ ...shared, uri: options.proxyUrl }) : new Agent(shared);
    this.slots = new Slots(options.connections, options.queue);
  }

  /** A whole answer in memory, at most `maxBytes`. Never throws for what the network does. */
  post(call: Call): Promise<CallResult> {
    return this.stream(call, (chunks) => collect(chunks, call.maxBytes)).then((ended) =>
      ended.outcome === 'answered'
        ? { outcome: 'answered', status: ended.status, contentType: ended.contentType, retryAfter: ended.retryAfter, body: ended.value }
        : ended,
    );
  }

  /**
   * The same with the body given to `read` piece by piece: long lists are never held in memory.
   * `read` throws for a body it cannot use; the call is then `unknown` with that reason.
   */
  async stream<T>(
    call: Call,
    read: (chunks: AsyncIterable<Uint8Array>, contentType: string, status: number) => Promise<T>,
  ): Promise<
    Exclude<CallResult, { outcome: 'answered' }> | { outcome: 'answered'; status: number; contentType: string; retryAfter: string | null; value: T }
  > {
    const held = await this.admission?.whyHeld();
    if (held) return { outcome: 'not sent', reason: held };
    const release = await this.slots.take(call.slotWaitMs, call.signal);
    if (!release) return { outcome: 'not sent', reason: 'no free connection in time', ours: true };
    const departure: Departure = { left: false };
    try {
      const limit = AbortSignal.timeout(call.limitMs);
      const signal = call.signal ? AbortSignal.any([call.signal, limit]) : limit;
      const answer = await request(call.url, {
        method: 'POST',
        body: Readable.from(departing(call, departure)),
        headers: { ...call.headers, 'content-length': String(Buffer.byteLength(call.body)) },
        dispatcher: this.dispatcher,
        signal,
        headersTimeout: call.limitMs,
        bodyTimeout: call.limitMs,
      });
      this.admission?.heard(answer.headers);
      const contentType = header(answer.headers['content-type']) ?? '';
      const value = await read(answer.body, contentType, answer.statusCode);
      return { outcome: 'answered', status: answer.statusCode, contentType, retryAfter: header(answer.headers['retry-after']), value };
    } catch (error) {
      return failed(error, call.limitMs, departure);
    } finally {
      release();
    }
  }

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}

class PermitRefused extends Error {}
class TooLarge extends Error {}

/** `left`: the request has been handed to the open connection, so its bytes may be gone. */
interface Departure {
  left: boolean;
}

/**
 * undici writes the head of a request together with the first piece of such a body, and asks for that piece only when the
 * connection is open: so the permit is asked at the last moment there is, and a refusal leaves no byte behind.
 */
async function* departing({ body, permit }: Call, departure: Departure): AsyncGenerator<Buffer> {
  if (permit) await permitted(permit);
  departure.left = true;
  yield Buffer.from(body);
}

async function permitted(permit: () => Promise<boolean>): Promise<void> {
  let granted: boolean;
  try {
    granted = await permit();
  } catch (error) {
    throw new PermitRefused(`the permit to send could not be had: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!granted) throw new PermitRefused('the permit to send was withdrawn');
}

const header = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? (value[0] ?? null) : (value ?? null));

async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge(`the answer is larger than ${maxBytes} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/**
 * Codes that opening a connection fails with. Linux says some of them of an established one, too, when it gives up repeating what
 * was written: they tell that no byte has left only where the request was not handed over yet.
 */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT']);

function failed(error: unknown, limitMs: number, { left }: Departure): Exclude<CallResult, { outcome: 'answered' }> {
  if (error instanceof PermitRefused) return { outcome: 'not sent', reason: error.message, ours: true };
  if (error instanceof TooLarge) return { outcome: 'unknown', reason: error.message, tooLarge: true };
  const { code, message } = described(error, limitMs);
  return { outcome: !left && NO_CONNECTION.has(code) ? 'not sent' : 'unknown', reason: code ? `${code}: ${message}` : message };
}

/** Read by shape, not by `instanceof`: errors of Node's own sockets may come from another realm. */
function described(error: unknown, limitMs: number): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: String(error) };
  const { code, message, name, errors, cause } = error as Partial<NodeJS.ErrnoException & AggregateError>;
  if (typeof code === 'string') return { code, message: String(message) };
  if (errors && errors.length > 0) return described(errors[0], limitMs);
  if (name === 'TimeoutError') return { code: '', message: `no answer within ${limitMs / 1_000} s` };
  return cause ? described(cause, limitMs) : { code: '', message: String(message) };
}
