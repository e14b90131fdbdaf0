import { money } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { supplierState } from '../../src/registry/catalog/suppliers';
import { createUpstream, type Upstream } from '../../src/suppliers/upstream/upstream';
import { metrics } from '../../src/telemetry';
import { watchUpstream } from '../../src/worker/upstream-watch';
import { type World, world } from '../activities/world';
import { until } from '../support/until';
import { listening } from './listening';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());

/** Watches until the upstream's row shows what is looked for. */
async function seen<T>(
  upstream: Upstream,
  low: string,
  what: (row: NonNullable<Awaited<ReturnType<typeof supplierState>>>) => T | null,
): Promise<{ found: T; said: Array<[string, string]> }> {
  await w.database.query(`UPDATE suppliers SET balance = NULL, zone_offset_minutes = NULL WHERE name = 'upstream'`);
  const { logger, said } = listening();
  const watch = watchUpstream(w.database, upstream, money(low), { ...LADDERS.fast, watchEveryMs: 50 }, logger);
  const found = await until('the upstream was looked at', async () => {
    const row = await supplierState(w.database, 'upstream');
    return row && what(row) !== null && { found: what(row) as T };
  }).finally(() => watch.stop());
  return { ...found, said };
}

test('our deposit at the upstream is noted and measured; below the limit it is an alarm', async () => {
  const enough = await seen(w.upstream, '1', ({ balance }) => balance);
  expect(enough.said).toEqual([]);
  expect(await metrics.registry.getSingleMetricAsString('tolem_upstream_deposit')).toMatch(/tolem_upstream_deposit \d+/);
  const low = await seen(w.upstream, '1000000000000', ({ balance }) => balance);
  expect(low.found).toBe(enough.found);
  expect(low.said).toContainEqual(['error', 'our deposit at the upstream is low']);
});

test('a fresh payment measures its zone: right is silent, three hours off is an alarm', async () => {
  await w.goes(await w.payment());
  const right = await seen(w.upstream, '1', ({ zoneOffsetMinutes }) => zoneOffsetMinutes);
  expect([Math.abs(right.found), right.said]).toEqual([0, []]);
  const { options } = w.upstream.client;
  const wrong = createUpstream({ ...options, zones: { ...options.zones, upstream: '+08:00' } });
  const off = await seen(wrong, '1', ({ zoneOffsetMinutes }) => zoneOffsetMinutes);
  await wrong.close();
  expect([-180, -179]).toContain(off.found);
  expect(off.said).toContainEqual(['error', 'UPSTREAM_ZONE is wrong']);
});

test('an upstream that answers nothing useful changes nothing that was noted', async () => {
  const { found } = await seen(w.upstream, '1', ({ balance }) => balance);
  await w.fault('CheckBalance', 'html-502');
  const { logger, said } = listening();
  const asked = (await w.counts())['CheckBalance'] ?? 0;
  const watch = watchUpstream(w.database, w.upstream, money('1'), { ...LADDERS.fast, watchEveryMs: 20 }, logger);
  await until('it asked twice more', async () => ((await w.counts())['CheckBalance'] ?? 0) >= asked + 2);
  await watch.stop();
  await w.clearFaults();
  expect(await supplierState(w.database, 'upstream')).toMatchObject({ balance: found });
  expect(said.filter(([level]) => level === 'error')).toEqual([]);
});
