import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PostTotalAmount, TOTAL_LOADED } from '../../contracts/partner-api';
import { type Day, day } from '../../domain/day';
import type { Database } from '../../registry/database';
import { type RegisterTotal, storeRegisterTotal } from '../../registry/registers/registers';
import { registerDay } from '../../staff-view/registers';
import type { Authentication } from '../auth';
import { noteOf } from '../note';
import { byNamedAgent } from './post-payments';
import { inShape, malformed, readBody, withDifferences } from './register-answer';
import { number } from './register-lines';
import { dayDifferences, NAMED_PAYMENTS } from './told-agent';

/** «Запрос на отправление итоговой строки за день»: checked against itself and against the day, stored with what differs. */
export async function postTotalAmount(request: FastifyRequest, database: Database, authentication: Authentication): Promise<string> {
  const note = noteOf(request);
  note.type = 'PostTotalAmount';
  const sent = inShape(PostTotalAmount, readBody(request.body));
  const total = registerTotal(sent);
  const agent = await byNamedAgent(sent.AgentId, sent.AgentPassword, request, authentication);
  note.agent = agent.id;
  const differences = dayDifferences(await registerDay(database, agent.id, total.day, NAMED_PAYMENTS, total));
  await storeRegisterTotal(database, agent.id, total, differences);
  return withDifferences(TOTAL_LOADED, differences);
}

function registerTotal(sent: z.output<typeof PostTotalAmount>): RegisterTotal {
  if (sent.TotalCount < 0) throw malformed('TotalCount');
  const services = sent.Services.map((line, at) => {
    if (line.Count < 0) throw malformed(`Services.${at}.Count`);
    return { service: number(line.ServiceId, `Services.${at}.ServiceId`), amount: line.Amount, count: line.Count };
  });
  return { day: dayOf(sent.Date), amount: sent.TotalAmount, count: sent.TotalCount, services };
}

function dayOf(text: string): Day {
  try {
    return day(text);
  } catch {
    throw malformed('Date');
  }
}
