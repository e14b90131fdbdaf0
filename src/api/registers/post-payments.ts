import type { FastifyRequest } from 'fastify';
import { MAX_REGISTER_LINES, PostPaymentsArray, PostPaymentsObject, REGISTER_LOADED } from '../../contracts/partner-api';
import { agentId } from '../../domain/ids';
import type { Agent } from '../../registry/catalog/agents';
import type { Database } from '../../registry/database';
import { paymentsNamed, type RegisterLine, storeRegisterLines } from '../../registry/registers/registers';
import type { Authentication } from '../auth';
import { basicCredentials } from '../guard/basic';
import { noteOf } from '../note';
import { RequestRefused } from '../partner/refusal';
import { inShape, RegisterRefused, readBody, withDifferences } from './register-answer';
import { possibleTransactions, registerLines } from './register-lines';
import { lackingOnReportedDays, lineDifferences } from './told-agent';

/** «Запрос на отправления списка успешных платежей»: the Russian form is an object, the English one a bare array. */
export async function postPayments(request: FastifyRequest, database: Database, authentication: Authentication): Promise<string> {
  const note = noteOf(request);
  note.type = 'PostPayments';
  const { lines, caller } = formOf(readBody(request.body), request, authentication);
  const agent = await caller();
  note.agent = agent.id;
  await storeRegisterLines(database, agent.id, lines);
  const payments = await paymentsNamed(database, agent.id, possibleTransactions(lines));
  const lacking = await lackingOnReportedDays(database, agent.id, payments);
  return withDifferences(REGISTER_LOADED, [...lacking, ...lineDifferences(lines, payments)]);
}

interface Register {
  readonly lines: readonly RegisterLine[];
  readonly caller: () => Promise<Agent>;
}

function formOf(body: unknown, request: FastifyRequest, authentication: Authentication): Register {
  refuseTooMany(Array.isArray(body) ? body : (body as { Transactions?: unknown } | null)?.Transactions);
  if (Array.isArray(body)) {
    const lines = registerLines(inShape(PostPaymentsArray, body));
    return { lines, caller: () => callerOfArray(request, authentication) };
  }
  const register = inShape(PostPaymentsObject, body);
  const lines = registerLines(register.Transactions);
  return { lines, caller: () => byNamedAgent(register.AgentId, register.AgentPassword, request, authentication) };
}

function refuseTooMany(lines: unknown): void {
  if (Array.isArray(lines) && lines.length > MAX_REGISTER_LINES) throw new RegisterRefused(`Не более ${MAX_REGISTER_LINES} строк в одном запросе`);
}

/** HTTP Basic where it is given, else the caller's address where exactly one agent has it. */
async function callerOfArray(request: FastifyRequest, authentication: Authentication): Promise<Agent> {
  const { authorization } = request.headers;
  if (authorization === undefined) return authentication.byAddress(request.ip);
  const given = basicCredentials(authorization);
  if (!given) throw new RequestRefused(-1);
  return byNamedAgent(given.name, given.password, request, authentication);
}

export async function byNamedAgent(name: string, password: string, request: FastifyRequest, authentication: Authentication): Promise<Agent> {
  const id = agentId(name);
  if (!id) throw new RequestRefused(-1);
  return (await authentication.byPassword({ agent: id, service: null }, password, request.ip)).agent;
}
