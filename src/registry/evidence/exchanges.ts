import type { Logger } from 'pino';
import { answerHash, type Exchange } from '../../contracts/supply';
import type { Queryable } from '../database';
import { Gathered } from '../payment/gathered';

/** Raw requests and answers of suppliers, secrets already cut; the answer's hash is over the whole text, the text kept is bounded. */
const KEPT_CHARACTERS = 20_000;

interface Made {
  readonly supplier: string;
  /** The payment's row, where it was about one. */
  readonly payment: string | null;
  readonly exchange: Exchange;
}

/** Those that end at the same moment are kept together. */
const keepers = new WeakMap<Queryable, Gathered<Made, void>>();

export function keepExchange(database: Queryable, supplier: string, payment: string | null, exchange: Exchange): Promise<void> {
  const keeper = keepers.get(database) ?? new Gathered<Made, void>((made) => keepAll(database, made));
  keepers.set(database, keeper);
  return keeper.ask({ supplier, payment, exchange });
}

async function keepAll(database: Queryable, made: readonly Made[]): Promise<undefined[]> {
  const of = <T>(value: (made: Made) => T): T[] => made.map(value);
  await database.query(
    `INSERT INTO exchanges (payment_id, supplier, operation, at, took_ms, ended, request, answer, answer_hash)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::text[], $7::text[], $8::text[], $9::bytea[])`,
    [
      of(({ payment }) => payment),
      of(({ supplier }) => supplier),
      of(({ exchange }) => exchange.operation),
      of(({ exchange }) => exchange.at),
      of(({ exchange }) => Math.round(exchange.tookMs)),
      of(({ exchange }) => exchange.ended),
      of(({ exchange }) => storable(exchange.request)),
      of(({ exchange }) => storable(exchange.answer)),
      of(({ exchange }) => Buffer.from(answerHash(exchange), 'hex')),
    ],
  );
  return of(() => undefined);
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
