import { type Hop, type Message, type Point, type Side, sameMessage } from './points';

/** `go`: passes now. `cut`: its connection is cut instead. */
export type Verdict = 'go' | 'cut';

/** A payment on its way through the proxies, known by whatever number it bears on each wire. */
export class Subject {
  readonly trace: Message[] = [];
  private readonly counts = new Map<string, number>();
  /** When it was parked, in milliseconds of the monotonic clock. */
  parkedAt: number | null = null;

  constructor(
    readonly transaction: string,
    /** Where it is to be parked; null: it passes undisturbed and its messages are noted. */
    readonly point: Point | null,
    /** A message whose connection is cut, so that the paths behind a lost answer are walked too. */
    readonly lost: Message | null = null,
  ) {}

  /** Notes the message and says which of its kind it is. */
  note(hop: Hop, side: Side, label: string): Message {
    const key = `${hop} ${side} ${label}`;
    const nth = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, nth);
    const message = { hop, side, label, nth };
    if (this.trace.length < MAX_TRACE) this.trace.push(message);
    return message;
  }
}

const MAX_TRACE = 2_000;

interface Held {
  readonly hop: Hop;
  readonly decide: (verdict: Verdict) => void;
}

/** Where all proxies ask. It knows the payments by their numbers, parks each at its point, and lets all go on. */
export class Gate {
  private readonly byNumber = new Map<string, Subject>();
  private readonly held = new Set<Held>();
  private open = true;
  /** When a message of a payment was last seen, in milliseconds of the monotonic clock. */
  movedAt = 0;

  /** From now on messages are parked. */
  close(): void {
    this.open = false;
  }

  /** Parks nothing any more; what is parked stays until `release` or `drop`. */
  stopParking(): void {
    this.open = true;
  }

  add(subject: Subject, ...numbers: string[]): void {
    for (const number of [subject.transaction, ...numbers]) this.byNumber.set(number, subject);
  }

  /** Another number of the same payment: its row, its RequestID, its booking. */
  learn(subject: Subject, number: string): void {
    if (!this.byNumber.has(number)) this.byNumber.set(number, subject);
  }

  subject(number: string): Subject | undefined {
    return this.byNumber.get(number);
  }

  forgetAll(): void {
    this.byNumber.clear();
  }

  /** What becomes of one message: null passes at once. `half` says that its first half may pass before. */
  meet(subject: Subject | null, hop: Hop, side: Side, label: string): { verdict: Promise<Verdict>; half: boolean } | null {
    if (!subject) return null;
    const message = subject.note(hop, side, label);
    this.movedAt = performance.now();
    if (subject.lost && sameMessage(subject.lost, message)) return { verdict: Promise.resolve('cut'), half: false };
    const { point } = subject;
    if (this.open || !point || subject.parkedAt !== null || !sameMessage(point, message)) return null;
    subject.parkedAt = performance.now();
    const verdict = new Promise<Verdict>((decide) => this.held.add({ hop, decide }));
    return { verdict, half: point.half === true };
  }

  /** Lets parked messages go on, of the wires that are named or of all. */
  release(hops?: ReadonlySet<Hop>): void {
    this.decide('go', hops);
  }

  /** Cuts the connections that hold parked messages. */
  drop(hops?: ReadonlySet<Hop>): void {
    this.decide('cut', hops);
  }

  private decide(verdict: Verdict, hops?: ReadonlySet<Hop>): void {
    for (const held of [...this.held]) {
      if (hops && !hops.has(held.hop)) continue;
      this.held.delete(held);
      held.decide(verdict);
    }
  }
}
