import type { FastifyReply, FastifyRequest } from 'fastify';
import { DESK_TEXTS, LIST_ERROR_TEXTS } from '../../contracts/alseco/texts';
import type { Database } from '../../registry/database';
import { exchangeKeeper } from '../../registry/evidence/exchanges';
import { type ClerkDesk, type DeskTrouble, isTextual, troubleOf } from '../../suppliers/alseco/clerk/desk';
import type { AlsecoContext } from '../../suppliers/alseco/connection';
import type { ListEnd } from '../../suppliers/alseco/lists';
import type { NotSent, Unknown } from '../../suppliers/supplier';
import type { Logger } from '../../telemetry';
import { OperationRefused } from './refused';

export interface DeskParts {
  readonly desk: ClerkDesk;
  readonly database: Database;
  readonly logger: Logger;
}

/** A call's context: it ends when the caller goes away, and its raw exchange is kept. */
export function deskContext({ database, logger }: DeskParts, _request: FastifyRequest, reply: FastifyReply): AlsecoContext {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return { signal: gone.signal, keep: exchangeKeeper(database, 'alseco', null, logger) };
}

/** HTTP statuses of what may go wrong. */
const STATUS: Readonly<Record<DeskTrouble['code'], number>> = {
  'no data': 404,
  'no data for the day': 404,
  'no data for the period': 404,
  'day not marked': 409,
  'before november 2017': 422,
  'month later than current': 422,
  'bank not found': 502,
  other: 502,
  'not sent': 503,
  unknown: 502,
};

export const COUNTERPARTY_REFUSALS: Readonly<Record<number, string>> = { 502: 'Alseco answered with an error, or with nothing that can be read' };
export const LIST_REFUSALS: Readonly<Record<number, string>> = {
  ...COUNTERPARTY_REFUSALS,
  404: 'There is no data',
  409: 'The day is not marked as ready yet',
  422: 'The day or month is out of the range that Alseco serves',
};

type Failure = NotSent | Unknown | Extract<ListEnd, { kind: 'failed' }>;

/** The answer, or the refusal with the error's name, Alseco's own words and the texts for people. */
export function orRefuse<T extends { readonly kind: string }>(answer: T): Exclude<T, Failure> {
  if (answer.kind !== 'not sent' && answer.kind !== 'unknown' && answer.kind !== 'failed') return answer as Exclude<T, Failure>;
  const { code, said } = troubleOf(answer as unknown as Failure);
  const texts = isTextual(code) ? LIST_ERROR_TEXTS[code] : DESK_TEXTS.noAnswer;
  throw new OperationRefused(STATUS[code], texts.en, { code, said, texts });
}
