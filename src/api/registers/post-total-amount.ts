import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PostTotalAmount, TOTAL_LOADED } from '../../contracts/partner-api';
import { type Day, day } from '../../domain/day';
import { add, compare, type Money, money, printMoney, sum } from '../../domain/money';
import type { Database } from '../../registry/database';
import { dayTotals, onlyOurs, type RegisterTotal, type ServiceTotal, storeRegisterTotal } from '../../registry/registers/registers';
import type { Authentication } from '../auth';
import { noteOf } from '../note';
import { byNamedAgent } from './post-payments';
import { inShape, malformed, readBody, withDifferences } from './register-answer';
import { number } from './register-lines';

const NAMED_PAYMENTS = 10;

/** «Запрос на отправление итоговой строки за день»: checked against itself and against the day, stored with what differs. */
export async function postTotalAmount(request: FastifyRequest, database: Database, authentication: Authentication): Promise<string> {
  const note = noteOf(request);
  note.type = 'PostTotalAmount';
  const sent = inShape(PostTotalAmount, readBody(request.body));
  const total = registerTotal(sent);
  const agent = await byNamedAgent(sent.AgentId, sent.AgentPassword, request, authentication);
  note.agent = agent.id;
  const ours = await dayTotals(database, agent.id, total.day);
  const differences = [...againstItself(total), ...againstTheDay(total, ours)];
  const missing = await onlyOurs(database, agent.id, total.day, NAMED_PAYMENTS);
  if (missing && missing.count > 0)
    differences.push(`нет в реестре платежей: ${missing.count} (${missing.first.join(', ')}${missing.count > missing.first.length ? ', …' : ''})`);
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

function againstItself(total: RegisterTotal): string[] {
  const amount = sum(total.services.map((line) => line.amount));
  const count = total.services.reduce((all, line) => all + line.count, 0);
  return [
    ...(compare(amount, total.amount) === 0 ? [] : [`TotalAmount ${printMoney(total.amount)}, по услугам ${printMoney(amount)}`]),
    ...(count === total.count ? [] : [`TotalCount ${total.count}, по услугам ${count}`]),
  ];
}

function againstTheDay(total: RegisterTotal, ours: readonly ServiceTotal[]): string[] {
  const own = byService(ours);
  const theirs = byService(total.services);
  const services = [...new Set([...theirs.keys(), ...own.keys()])];
  const whole = { amount: sum(ours.map((line) => line.amount)), count: ours.reduce((all, line) => all + line.count, 0) };
  return [...differs('за день', total, whole), ...services.flatMap((service) => differs(`услуга ${service}`, theirs.get(service), own.get(service)))];
}

interface Sum {
  readonly amount: Money;
  readonly count: number;
}

/** A service that is named twice counts as its sum. */
function byService(lines: readonly ServiceTotal[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const { service, amount, count } of lines) {
    const before = sums.get(service);
    sums.set(service, before ? { amount: add(before.amount, amount), count: before.count + count } : { amount, count });
  }
  return sums;
}

function differs(what: string, theirs: Sum | undefined, ours: Sum | undefined): string[] {
  if (theirs && ours && theirs.count === ours.count && compare(theirs.amount, ours.amount) === 0) return [];
  return [`${what}: у вас ${said(theirs)}, у нас ${said(ours)}`];
}

const said = (of: Sum | undefined): string => (of ? `${printMoney(money(of.amount))} (${of.count})` : 'нет');
