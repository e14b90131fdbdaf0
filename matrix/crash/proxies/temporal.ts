import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Gate, Subject } from '../gate';
import type { Hop } from '../points';
import type { ProxyServer } from './tcp';

/**
 * gRPC over HTTP/2 without TLS. HTTP/2 compresses headers with a state per connection, so that frames cannot be held one by
 * one: each connection ends here and its calls are made again on a connection of their own to the server. A message is one
 * call's request or its answer; the workflow's id stands readable in both, once gzip is undone.
 */
export async function temporalProxy(hop: Hop, target: () => number, gate: Gate): Promise<ProxyServer> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({ settings: { maxConcurrentStreams: MAX_STREAMS } });
  server.on('session', (session) => {
    sessions.add(session);
    const upstream = connect(`http://127.0.0.1:${target()}`);
    const end = () => {
      upstream.destroy();
      session.destroy();
      sessions.delete(session);
    };
    for (const each of [session, upstream]) each.on('error', end).once('close', end);
    upstream.on('goaway', end);
    session.on('stream', (stream, headers) => new Call(hop, gate, stream, upstream).begin(headers));
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const MAX_STREAMS = 10_000;
/** Their answers name many payments. */
const LISTS = /^(List|Scan|Count|GetSystemInfo|DescribeNamespace|DescribeTaskQueue)/;

class Call {
  private subject: Subject | null = null;
  private label = '';
  private over = false;

  constructor(
    private readonly hop: Hop,
    private readonly gate: Gate,
    private readonly stream: ServerHttp2Stream,
    private readonly upstream: ClientHttp2Session,
  ) {}

  begin(headers: IncomingHttpHeaders): void {
    this.label =
      String(headers[':path'] ?? '')
        .split('/')
        .at(-1) ?? '';
    const { stream } = this;
    stream.on('error', () => this.cancel());
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => void this.ask(headers, Buffer.concat(chunks)));
  }

  private async ask(headers: IncomingHttpHeaders, body: Buffer): Promise<void> {
    this.find(body);
    if (!(await this.passes('request')) || this.upstream.destroyed) return this.cancel();
    const { ':path': path, ...rest } = headers;
    const sent = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith(':')));
    const asked = this.upstream.request({ ...sent, ':path': path, ':method': 'POST' });
    this.stream.once('close', () => asked.close(constants.NGHTTP2_CANCEL));
    asked.on('error', () => this.cancel());
    asked.end(body);
    this.listen(asked);
  }

  private listen(asked: ClientHttp2Stream): void {
    const chunks: Buffer[] = [];
    let head: IncomingHttpHeaders | null = null;
    let trailers: IncomingHttpHeaders | null = null;
    asked.on('response', (headers) => {
      head = headers;
    });
    asked.on('trailers', (headers) => {
      trailers = headers;
    });
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.once('close', () => {
      if (head && asked.rstCode === constants.NGHTTP2_NO_ERROR) void this.answer(head, Buffer.concat(chunks), trailers);
      else this.cancel();
    });
  }

  private async answer(head: IncomingHttpHeaders, body: Buffer, trailers: IncomingHttpHeaders | null): Promise<void> {
    this.find(body);
    const { stream } = this;
    if (!(await this.passes('answer')) || stream.destroyed || stream.closed) return this.cancel();
    if (!trailers) {
      stream.respond(head, { endStream: body.length === 0 });
      if (body.length > 0) stream.end(body);
      return;
    }
    stream.respond(head, { waitForTrailers: true });
    const last = trailers;
    stream.once('wantTrailers', () => stream.sendTrailers(last));
    stream.end(body);
  }

  private find(body: Buffer): void {
    if (LISTS.test(this.label)) return;
    const [, number] = /payment:\d+:(\d+)/.exec(plainText(body)) ?? [];
    this.subject = (number && this.gate.subject(number)) || this.subject;
  }

  private async passes(side: 'request' | 'answer'): Promise<boolean> {
    const stop = this.gate.meet(this.subject, this.hop, side, this.label);
    return !stop || (await stop.verdict) === 'go';
  }

  private cancel(): void {
    if (this.over) return;
    this.over = true;
    if (!this.stream.destroyed) this.stream.close(constants.NGHTTP2_CANCEL);
  }
}

/** gRPC's own framing: a byte that says whether it is compressed, four of length, the message. */
function plainText(body: Buffer): string {
  if (body.length < 5) return '';
  const message = body.subarray(5, 5 + body.readUInt32BE(1));
  try {
    return (body[0] === 1 ? gunzipSync(message) : message).toString('latin1');
  } catch {
    return '';
  }
}
