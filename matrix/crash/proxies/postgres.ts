import type { Gate, Subject } from '../gate';
import type { Hop } from '../points';
import { Lane } from './lane';
import { labelOf } from './statement';
import { type Pair, type ProxyServer, type Tap, tcpProxy } from './tcp';

/**
 * PostgreSQL's protocol, version 3 (https://www.postgresql.org/docs/current/protocol.html), as far as needed to know whose
 * statement it is. A message here is one statement (everything up to Sync, or a simple query) or its whole answer (up to
 * ReadyForQuery). A connection is a payment's from the statement that names it to the end of the transaction.
 */
export const postgresProxy = (hop: Hop, target: () => number, gate: Gate): Promise<ProxyServer> =>
  tcpProxy(target, (pair) => new PostgresTap(hop, gate, pair));

interface Asked {
  readonly label: string;
  /** Null: it names no payment. */
  readonly subject: Subject | null;
}
const NOTHING: Asked = { label: '', subject: null };

const ROW_NUMBER = /^7\d{9}$/;
const REQUEST_ID = /^\d{15}$/;
const IDLE = 'I';

class PostgresTap implements Tap {
  private readonly toServer: Lane;
  private readonly toClient: Lane;
  private client: Buffer = Buffer.alloc(0);
  private server: Buffer = Buffer.alloc(0);
  /** The start-up message has no type byte. */
  private started = false;
  /** Passwords and parameters pass untouched until the first ReadyForQuery. */
  private ready = false;
  private statement = 0;
  private answer = 0;
  private readonly prepared = new Map<string, string>();
  /** Statements whose answers are still to come: some go out together. */
  private readonly unanswered: Asked[] = [];
  private owner: Subject | null = null;
  private asked: Asked = NOTHING;

  constructor(
    private readonly hop: Hop,
    private readonly gate: Gate,
    { client, server, cut }: Pair,
  ) {
    this.toServer = new Lane(server, cut);
    this.toClient = new Lane(client, cut);
  }

  fromClient(bytes: Buffer): void {
    this.client = this.client.length ? Buffer.concat([this.client, bytes]) : bytes;
    if (!this.started && this.client.length >= 4 && this.client.length >= this.client.readInt32BE(0)) {
      this.started = true;
      this.toServer.send(this.take('client', this.client.readInt32BE(0)), null);
    }
    if (!this.started) return;
    for (let size = frameAt(this.client, this.statement); size > 0; size = frameAt(this.client, this.statement)) {
      const frame = this.client.subarray(this.statement, this.statement + size);
      this.statement += size;
      this.read(frame);
      if ('SQXp'.includes(String.fromCharCode(frame[0] ?? 0))) this.sendStatement();
    }
  }

  fromServer(bytes: Buffer): void {
    this.server = this.server.length ? Buffer.concat([this.server, bytes]) : bytes;
    for (let size = frameAt(this.server, this.answer); size > 0; size = frameAt(this.server, this.answer)) {
      const frame = this.server.subarray(this.answer, this.answer + size);
      this.answer += size;
      const type = String.fromCharCode(frame[0] ?? 0);
      if (type === 'D') this.learn(frame);
      if (type === 'Z') this.sendAnswer(String.fromCharCode(frame[5] ?? 0));
      else if (!this.ready) this.sendAnswer('');
    }
  }

  clientEnded(): void {
    this.toServer.end();
  }

  serverEnded(): void {
    this.toClient.send(this.take('server', this.server.length), null);
    this.toClient.end();
  }

  private sendStatement(): void {
    const bytes = this.take('client', this.statement);
    const { label, subject } = this.asked;
    this.owner = subject ?? this.owner;
    const asked = { label, subject: this.owner };
    this.asked = NOTHING;
    if (this.ready) this.unanswered.push(asked);
    this.toServer.send(bytes, this.ready && label ? this.gate.meet(asked.subject, this.hop, 'request', label) : null);
  }

  private sendAnswer(state: string): void {
    const bytes = this.take('server', this.answer);
    // Inside a transaction nothing is a fact yet: what an answer could be held at, the next statement is held at too.
    const asked = this.ready && state ? this.unanswered.shift() : undefined;
    const stop = asked?.label && state === IDLE ? this.gate.meet(asked.subject, this.hop, 'answer', asked.label) : null;
    if (state) {
      if (state === IDLE && this.unanswered.length === 0) this.owner = null;
      this.ready = true;
    }
    this.toClient.send(bytes, stop);
  }

  private read(frame: Buffer): void {
    const type = String.fromCharCode(frame[0] ?? 0);
    if (type === 'Q') this.asked = { label: labelOf(textAt(frame, 5)), subject: null };
    if (type === 'P') {
      const name = textAt(frame, 5);
      this.prepared.set(name, textAt(frame, 5 + Buffer.byteLength(name) + 1));
    }
    if (type !== 'B') return;
    const portal = textAt(frame, 5);
    const name = textAt(frame, 5 + Buffer.byteLength(portal) + 1);
    const values = parameters(frame, 5 + Buffer.byteLength(portal) + Buffer.byteLength(name) + 2);
    this.asked = { label: labelOf(this.prepared.get(name) ?? ''), subject: values.map((value) => this.gate.subject(value)).find(Boolean) ?? null };
  }

  /** A row that holds a payment's number also holds its others. */
  private learn(frame: Buffer): void {
    const values = columns(frame);
    const subject = values.map((value) => this.gate.subject(value)).find(Boolean);
    if (!subject) return;
    for (const value of values) if (ROW_NUMBER.test(value) || REQUEST_ID.test(value)) this.gate.learn(subject, value);
  }

  private take(side: 'client' | 'server', size: number): Buffer {
    const bytes = this[side].subarray(0, size);
    this[side] = this[side].subarray(size);
    if (side === 'client') this.statement = 0;
    else this.answer = 0;
    return bytes;
  }
}

/** Size of the whole message at `at`, or 0 while it is not all there. */
function frameAt(bytes: Buffer, at: number): number {
  if (bytes.length < at + 5) return 0;
  const size = 1 + bytes.readInt32BE(at + 1);
  return bytes.length >= at + size ? size : 0;
}

const textAt = (bytes: Buffer, at: number): string => bytes.toString('utf8', at, bytes.indexOf(0, at));

/** Short texts among the parameters of a Bind message whose formats begin at `at`. */
function parameters(frame: Buffer, at: number): string[] {
  const values = at + 2 + 2 * frame.readInt16BE(at);
  return texts(frame, values);
}

const columns = (frame: Buffer): string[] => texts(frame, 5);

const LONGEST_NUMBER = 20;

function texts(frame: Buffer, at: number): string[] {
  const found: string[] = [];
  let position = at + 2;
  for (let left = frame.readInt16BE(at); left > 0; left--) {
    const size = frame.readInt32BE(position);
    position += 4;
    if (size <= 0) continue;
    if (size <= LONGEST_NUMBER) found.push(frame.toString('latin1', position, position + size));
    position += size;
  }
  return found;
}
