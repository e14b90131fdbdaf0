import type { Logger } from 'pino';
import { Gauge } from 'prom-client';
import { add, compare, type Money } from '../domain/money';
import type { Ladders } from '../ladders';
import { every, type Loop } from '../loop';
import { noteBalance, noteZoneOffset, sentAtOf } from '../registry/catalog/suppliers';
import type { Database } from '../registry/database';
import { exchangeKeeper } from '../registry/evidence/exchanges';
import type { CallContext } from '../suppliers/supplier';
import { ownIn } from '../suppliers/upstream/balance';
import { listPayments } from '../suppliers/upstream/bank-day/day-list';
import type { Upstream } from '../suppliers/upstream/upstream';
import { zoneOffsetMinutes } from '../suppliers/upstream/zone-error';
import { metrics } from '../telemetry';

/** Payments this fresh measure the upstream's zone. */
const FRESH_MS = 15 * 60_000;
const WRONG_MINUTES = 10;

const deposit = new Gauge({
  registers: [metrics.registry],
  name: 'tolem_upstream_deposit',
  help: 'Our deposit at the upstream, in the contract’s currency',
});
const zoneOff = new Gauge({
  registers: [metrics.registry],
  name: 'tolem_upstream_zone_off_minutes',
  help: 'The upstream’s CreatedOn against UPSTREAM_ZONE',
});

/**
 * Looks at the upstream every few minutes: our deposit there, with an alarm under UPSTREAM_LOW_BALANCE, and the
 * offset of its times, measured on fresh payments. Doctor and inbox read what is noted here.
 */
export function watchUpstream(database: Database, upstream: Upstream, lowBalance: Money, ladders: Ladders, logger: Logger): Loop {
  const keep = exchangeKeeper(database, upstream.name, null, logger);
  return every(
    ladders.watchEveryMs,
    (signal) => look(database, upstream, lowBalance, { signal, keep }, logger),
    (error) => logger.warn({ error: error.message }, 'the upstream was not looked at'),
  );
}

async function look(database: Database, upstream: Upstream, lowBalance: Money, context: CallContext, logger: Logger): Promise<void> {
  const said = await upstream.balance(context);
  const own = said.kind === 'balances' ? ownIn(upstream.currency, said) : undefined;
  if (own) {
    await noteBalance(database, upstream.name, add(own.balance, own.overdraft));
    deposit.set(Number.parseInt(own.balance, 10));
    if (compare(own.balance, lowBalance) < 0) logger.error({ balance: own.balance, low: lowBalance }, 'our deposit at the upstream is low');
  }
  const now = Date.now();
  const listed = await listPayments(upstream.client, new Date(now - FRESH_MS).toISOString(), new Date(now + FRESH_MS).toISOString(), context);
  const newest = listed.kind === 'listed' ? listed.payments.at(-1) : undefined;
  const sentAt = newest ? await sentAtOf(database, newest.TransactionId) : null;
  if (!newest || !sentAt) return;
  const minutes = zoneOffsetMinutes(newest.CreatedOn, sentAt, upstream.client.options.zones.upstream);
  if (minutes === null) return;
  zoneOff.set(minutes);
  await noteZoneOffset(database, upstream.name, minutes);
  if (Math.abs(minutes) >= WRONG_MINUTES) logger.error({ minutes, zone: upstream.client.options.zones.upstream }, 'UPSTREAM_ZONE is wrong');
}
