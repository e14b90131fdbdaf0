import type { z } from 'zod';
import { BAD_JSON, PostPaymentsArray, PostPaymentsObject, PostTotalAmount, REGISTER_LOADED, TOTAL_LOADED } from '../../contracts/partner-api';
import { compare, sum } from '../../domain/money';
import { messageOf, SUCCESS } from '../../domain/status';
import { parseJson, printJson } from '../../wire/json';
import type { Book } from './book';
import type { Agent } from './entries';
import { statusAt } from './payments';

type Status = 'success' | 'error';
const answer = (status: Status, message: string): string => printJson({ status, details: { message } });
const FULL = 'Хранилище реестров заполнено';

/** PostPayments in both forms: the Russian object, and the English bare array by HTTP Basic or from the only agent there is. */
export function takePayments(body: string, authorization: string | undefined, book: Book): string {
  const nowMs = Date.now();
  const value = parsed(body);
  const named = PostPaymentsObject.safeDecode(value as z.input<typeof PostPaymentsObject>);
  const bare = PostPaymentsArray.safeDecode(value as z.input<typeof PostPaymentsArray>);
  if (!named.success && !bare.success) return answer('error', BAD_JSON);
  const agent = named.success ? byPassword(book, named.data.AgentId, named.data.AgentPassword) : byCaller(book, authorization);
  if (!agent) return answer('error', messageOf(-1));
  const lines = named.success ? named.data.Transactions : (bare.data ?? []);
  if (!book.addRegister({ agent: agent.id, kind: 'payments', atMs: nowMs, body: withoutPassword(body) })) return answer('error', FULL);
  const differing = lines.filter((line) => {
    const payment = book.find(agent.id, line.TransactionId);
    return !payment || statusAt(payment, nowMs) !== SUCCESS || compare(payment.amount, line.Amount) !== 0;
  });
  return answer('success', differing.length === 0 ? REGISTER_LOADED : `${REGISTER_LOADED}; расхождений: ${differing.length}`);
}

export function takeTotalAmount(body: string, _authorization: string | undefined, book: Book): string {
  const read = PostTotalAmount.safeDecode(parsed(body) as z.input<typeof PostTotalAmount>);
  if (!read.success) return answer('error', BAD_JSON);
  const { AgentId, AgentPassword, TotalAmount, Services } = read.data;
  const agent = byPassword(book, AgentId, AgentPassword);
  if (!agent) return answer('error', messageOf(-1));
  if (!book.addRegister({ agent: agent.id, kind: 'total', atMs: Date.now(), body: withoutPassword(body) })) return answer('error', FULL);
  const adds = compare(sum(Services.map((line) => line.Amount)), TotalAmount) === 0;
  return answer('success', adds ? TOTAL_LOADED : `${TOTAL_LOADED}; сумма по сервисам не равна итогу`);
}

function parsed(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

const byPassword = (book: Book, id: string, password: string): Agent | undefined =>
  book.agents.find((agent) => agent.id === id && agent.password === password);

function byCaller(book: Book, authorization: string | undefined): Agent | undefined {
  const basic = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(authorization ?? '')?.[1];
  if (basic === undefined) return book.agents.length === 1 ? book.agents[0] : undefined;
  const [, id = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
  return byPassword(book, id, password);
}

const withoutPassword = (body: string): string => body.replace(/("AgentPassword"\s*:\s*)"(?:[^"\\]|\\.)*"/, '$1"***"');
