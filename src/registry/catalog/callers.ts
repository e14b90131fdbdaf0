import type { AgentId, ServiceId } from '../../domain/ids';
import type { Queryable } from '../database';
import { AGENT_COLUMNS, type Agent } from './agents';
import { type RatedService, ratedServiceJson } from './services';

/** Who says it calls, and the service it asks for; null: none. */
export interface CallerQuestion {
  readonly agent: AgentId;
  readonly service: ServiceId | null;
}

/** The agent as it is stored, whether or not it may call, and the service with the rate from the agent's currency. */
export interface Caller {
  readonly agent: Agent;
  readonly service: RatedService | null;
}

type Row = Agent & { readonly asked: number; readonly service: RatedService | null };

/** Each at its question's place; null where there is no such agent. */
export async function findCallers(database: Queryable, questions: readonly CallerQuestion[]): Promise<Array<Caller | null>> {
  const keyOf = ({ agent, service }: CallerQuestion): string => `${agent} ${service ?? ''}`;
  const different = new Map(questions.map((question) => [keyOf(question), question]));
  const asked = [...different.values()];
  const { rows } = await database.query<Row>(
    `SELECT asked.place::int AS asked, ${AGENT_COLUMNS}, CASE WHEN s.id IS NOT NULL THEN ${ratedServiceJson('a.currency')} END AS service
     FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS asked (agent_id, service_id, place)
     JOIN agents a ON a.id = asked.agent_id LEFT JOIN services s ON s.id = asked.service_id`,
    [asked.map(({ agent }) => agent), asked.map(({ service }) => service)],
  );
  const found = new Map<string, Caller>();
  for (const { asked: place, service, ...agent } of rows) {
    const question = asked[place - 1];
    if (question) found.set(keyOf(question), { agent, service });
  }
  return questions.map((question) => found.get(keyOf(question)) ?? null);
}
