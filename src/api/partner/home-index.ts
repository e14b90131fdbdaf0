import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Form, RequestType } from '../../contracts/partner-api';
import { agentId, serviceId } from '../../domain/ids';
import { accountCheckMs } from '../../ladders';
import type { Agent } from '../../registry/catalog/agents';
import type { Caller } from '../../registry/catalog/callers';
import { metrics } from '../../telemetry';
import type { Authentication } from '../auth';
import { within } from '../guard/deadline';
import { type Note, noteOf } from '../note';
import { accountCheck } from './account-check';
import type { Answerings, Desk } from './ask';
import { calculatedSum } from './calculated-sum';
import { checkBalance } from './check-balance';
import { MAX_FORM_BYTES, readForm } from './form';
import { getPaymentsByDate } from './get-payments-by-date';
import { getSettingServices } from './get-setting-services';
import { payment } from './payment';
import { HttpRefused, RequestRefused, refusal, requestTypeOf } from './refusal';
import { status } from './status';

const ANSWERINGS: Answerings = {
  AccountCheck: accountCheck,
  Payment: payment,
  Status: status,
  CheckBalance: checkBalance,
  GetPaymentsByDate: getPaymentsByDate,
  GetSettingServices: getSettingServices,
  CalculatedSum: calculatedSum,
};

/** What the registry alone answers; AccountCheck has the supplier's time on top. All below the document's 60 seconds. */
const limitMs = (type: RequestType | null, { ladders, answerMs = ladders.answerMs }: Desk): number =>
  type === 'AccountCheck' ? accountCheckMs({ ...ladders, answerMs }) : answerMs;

export const HOME_INDEX = '/home/index';

export function homeIndex(scope: FastifyInstance, desk: Desk, authentication: Authentication): void {
  scope.post(HOME_INDEX, { bodyLimit: MAX_FORM_BYTES }, async (request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8');
    return reply.send(await answerForm(request, desk, authentication));
  });
}

async function answerForm(request: FastifyRequest, desk: Desk, authentication: Authentication): Promise<string> {
  const note = noteOf(request);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { fields, fault } = readForm(request.headers['content-type'], body);
  const type = requestTypeOf(fields);
  const caller: { agent?: Agent } = {};
  const work = async (): Promise<string> => {
    if (fault !== null) throw new RequestRefused(-500, fault);
    const { agent, service } = await authenticated(fields, request, authentication, note);
    caller.agent = agent;
    if (!type) throw new RequestRefused(-500, 'поле RequestType: нет такого запроса');
    return ANSWERINGS[type]({ agent, service, form: fields, note }, desk);
  };
  Object.assign(note, { ...(type ? { type } : {}), ...(fields.TransactionID ? { transaction: fields.TransactionID.slice(0, 20) } : {}) });
  try {
    return await within(limitMs(type, desk), work());
  } catch (error) {
    if (error instanceof HttpRefused) throw error;
    const { status: code, more } = error instanceof RequestRefused ? error : notWritten(note, error);
    note.status = code;
    if (more !== null) note.why ??= more;
    return refusal(fields, code, more, caller.agent?.contractZone);
  } finally {
    metrics.partnerAnswers.inc({ type: type ?? 'unknown', status: String(note.status ?? 'none') });
  }
}

/** Form and AgentID first, then who it is. */
async function authenticated(fields: Form, request: FastifyRequest, authentication: Authentication, note: Note): Promise<Caller> {
  const id = agentId(fields.AgentID ?? '');
  if (!id) throw new RequestRefused(-500, 'поле AgentID: не указано или неверно');
  note.agent = id;
  if (fields.AgentPassword === undefined) throw new RequestRefused(-500, 'поле AgentPassword: не указано');
  return authentication.byPassword({ agent: id, service: serviceId(fields.Service ?? '') }, fields.AgentPassword, request.ip);
}

/** The database is away, or Tolem erred: a request status, which says nothing about a payment; the log line has the error. */
function notWritten(note: Note, error: unknown): RequestRefused {
  note.err = error;
  return new RequestRefused(-503);
}
