import { randomInt } from 'node:crypto';
import type { Form } from '../../contracts/partner-api';
import type { Answer } from '../answering';
import type { Clock } from '../clock';
import type { Book } from './book';
import type { Agent } from './entries';
import type { Payment } from './payments';

/** What the handlers of the RequestTypes work with. */
export interface World {
  readonly book: Book;
  /** Says what CreatedOn and ProcessedOn are; its zone is theirs. */
  readonly clock: Clock;
  /** Of the agent's From, To and RequestDate. */
  readonly agentZone: string;
  /** A number for requests that are not booked: .NET ticks, beyond 2^53 as in the samples. */
  readonly requestId: () => string;
  /** Called when a payment was booked or its end was moved. */
  readonly booked: (payment: Payment) => void;
}

/** One RequestType: an answer as JSON text, a long one in pieces. The agent is known and the form holds each field once. */
export type Handler = (form: Form, agent: Agent, world: World) => Answer['body'];

const TICKS_BEFORE_1970 = 621_355_968_000_000_000n;
const TICKS_IN_MS = 10_000;
const TICKS_PER_MS = BigInt(TICKS_IN_MS);

/** Ticks of the clock with a random last part, as fine as .NET's; never the same twice. */
export function ticks(now: () => number): () => string {
  let last = 0n;
  return () => {
    const at = BigInt(now()) * TICKS_PER_MS + BigInt(randomInt(TICKS_IN_MS)) + TICKS_BEFORE_1970;
    last = at > last ? at : last + 1n;
    return String(last);
  };
}
