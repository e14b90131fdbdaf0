import type { AgentId } from '../../domain/ids';
import { type Database, isAway } from '../database';
import { type Accepted, accept, drafted, hold, isTaken, lookedUpOnce, type NewPayment, type Offer } from './accept';
import { Gathered } from './gathered';

/**
 * Stores payments as `accept` does, those of one agent that come at the same moment in one statement: an agent has one
 * balance row, and only who holds its lock can go on.
 */
export class AcceptTogether {
  /** One for each agent that has paid: as many as there are contracts. */
  private readonly lanes = new Map<AgentId, Gathered<Offer, Accepted>>();

  constructor(private readonly database: Database) {}

  accept(payment: NewPayment, contractZone: string): Promise<Accepted> {
    return this.lane(payment.agent).ask({ payment, contractZone });
  }

  private lane(agent: AgentId): Gathered<Offer, Accepted> {
    const known = this.lanes.get(agent);
    if (known) return known;
    const lane = new Gathered<Offer, Accepted>((offers) => allOrEach(this.database, agent, offers));
    this.lanes.set(agent, lane);
    return lane;
  }
}

/** Where they do not all go together (one came before, or the balance does not cover them all), each goes alone. */
async function allOrEach(database: Database, agent: AgentId, offers: readonly Offer[]): Promise<Array<Accepted | Promise<Accepted>>> {
  const each = () => offers.map(({ payment, contractZone }) => accept(database, payment, contractZone));
  if (offers.length === 1) return each();
  const drafts = offers.map(drafted);
  try {
    const stored = new Map((await hold(database, agent, drafts)).map((payment) => [payment.request, payment]));
    const found = drafts.flatMap(({ request }) => stored.get(request) ?? []);
    return found.length === drafts.length ? found.map((payment) => ({ kind: 'stored', payment })) : each();
  } catch (error) {
    if (isTaken(error)) return each();
    if (!isAway(error)) throw error;
    return drafts.map(({ payment, request }) => lookedUpOnce(database, payment, request, error));
  }
}
