import type { Form, RequestType } from '../../contracts/partner-api';
import type { Agent } from '../../registry/catalog/agents';
import type { RatedService } from '../../registry/catalog/services';
import type { Backlog } from '../guard/backlog';
import type { Note } from '../note';
import type { ApiParts } from '../parts';
import type { Together } from '../together';

/** One authenticated request on /home/index. */
export interface Ask {
  readonly agent: Agent;
  /** As the form's Service names it, with the rate from the agent's currency; null: no such service, or none is named. */
  readonly service: RatedService | null;
  readonly form: Form;
  /** For the log line; filled while the request is answered. */
  readonly note: Note;
}

/** What the RequestTypes work with. */
export interface Desk extends ApiParts {
  readonly backlog: Backlog;
  readonly together: Together;
}

/** Answers with the whole JSON text; throws RequestRefused for a request status. */
export type Answering = (ask: Ask, desk: Desk) => Promise<string>;
export type Answerings = Readonly<Record<RequestType, Answering>>;
