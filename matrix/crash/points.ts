/** The wires of Tolem on which a message can be stopped. */
export const HOPS = [
  'api → PostgreSQL',
  'api → Temporal',
  'worker → PostgreSQL',
  'worker → Temporal',
  'worker → Alseco',
  'worker → upstream',
] as const;
export type Hop = (typeof HOPS)[number];
export type Side = 'request' | 'answer';

/** One message of a payment on its way: what it is, and the how-many-eth of its kind on that wire. */
export interface Message {
  readonly hop: Hop;
  readonly side: Side;
  /** `UPDATE attempts`, `RespondActivityTaskCompleted`, `PayD`. */
  readonly label: string;
  /** 1 for the first of its kind. */
  readonly nth: number;
}

/** Where a payment is parked. `half`: the first half of the message has passed. */
export interface Point extends Message {
  readonly half?: true;
  /** How far along its path it lies: messages before it. */
  readonly place: number;
}

export const named = ({ hop, side, label, nth, half }: Message & { half?: true }): string =>
  `${hop}: ${half ? 'half the ' : ''}${side} ${label}${nth > 1 ? ` (${nth})` : ''}`;

export const sameMessage = (a: Message, b: Message): boolean => a.hop === b.hop && a.side === b.side && a.label === b.label && a.nth === b.nth;

const CHANGES = /INSERT|UPDATE|DELETE|COMMIT/;
const BESIDE_THE_PAYMENT = /^INSERT exchanges/;

/**
 * The points of one path, from the messages of a payment that went through undisturbed. An answer that changed nothing is left out:
 * between it and the next request lies no fact that the next request's own point does not show.
 */
export function pointsOf(trace: readonly Message[]): Point[] {
  return trace.flatMap((message, place): Point[] => {
    if (BESIDE_THE_PAYMENT.test(message.label)) return [];
    const point = { ...message, place };
    if (message.side === 'request') return [point];
    if (message.hop.endsWith('PostgreSQL')) return CHANGES.test(message.label) ? [point] : [];
    if (message.hop.endsWith('Temporal')) return [point];
    return [point, { ...point, half: true }];
  });
}
