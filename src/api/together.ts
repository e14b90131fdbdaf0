import { type Caller, type CallerQuestion, findCallers } from '../registry/catalog/callers';
import type { Database } from '../registry/database';
import { AcceptTogether } from '../registry/payment/accept-together';
import { Gathered } from '../registry/payment/gathered';

/** What every request asks of the registry, asked together with the requests that come at the same moment. */
export class Together {
  readonly acceptance: AcceptTogether;
  private readonly callers: Gathered<CallerQuestion, Caller | null>;

  constructor(database: Database) {
    this.acceptance = new AcceptTogether(database);
    this.callers = new Gathered((questions) => findCallers(database, questions));
  }

  caller(question: CallerQuestion): Promise<Caller | null> {
    return this.callers.ask(question);
  }
}
