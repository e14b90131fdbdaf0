import type { Logger } from 'pino';
import { answerHash, type Exchange } from '../contracts/supply';
import type { Queryable } from './database';

/** Raw requests and answers of suppliers, secrets already cut; the answer's hash is over the whole text, the text kept is bounded. */
const KEPT_CHARACTERS = 20_000;

export async function keepExchange(database: Queryable, supplier: string, payment: string | null, exchange: Exchange): Promise<void> {
  await database.query(
    'INSERT INTO exchanges (payment_id, supplier, operation, at, took_ms, ended, request, answer, answer_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      payment,
      supplier,
      exchange.operation,
      exchange.at,
      Math.round(exchange.tookMs),
      exchange.ended,
      storable(exchange.request),
      storable(exchange.answer),
      Buffer.from(answerHash(exchange), 'hex'),
    ],
  );
}

/** Keeps exchanges beside the call that makes them: losing one is logged and never fails a payment. */
export function exchangeKeeper(
  database: Queryable,
  supplier: string,
  payment: string | null,
  logger: Pick<Logger, 'warn'>,
): (exchange: Exchange) => void {
  return (exchange) => {
    keepExchange(database, supplier, payment, exchange).catch((error: Error) =>
      logger.warn({ supplier, error: error.message }, 'an exchange was not kept'),
    );
  };
}

/** PostgreSQL's text holds no NUL. */
const storable = (text: string): string => text.slice(0, KEPT_CHARACTERS).replaceAll('\0', '␀');

/** Removes at most `limit` exchanges older than `days`; answers how many. */
export async function pruneExchanges(database: Queryable, days: number, limit: number): Promise<number> {
  const { rowCount } = await database.query(
    `DELETE FROM exchanges WHERE id IN (SELECT id FROM exchanges WHERE at < now() - $1 * interval '1 day' ORDER BY at LIMIT $2)`,
    [days, limit],
  );
  return rowCount ?? 0;
}
