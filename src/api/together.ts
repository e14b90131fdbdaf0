import { AcceptTogether } from '../registry/accept-together';
import { type Caller, type CallerQuestion, findCallers } from '../registry/callers';
import type { Database } from '../registry/database';
import { Gathered } from '../registry/gathered';

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
