import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT_NAMES, readConfig } from '../../src/config';
import { SEARCH_ATTRIBUTES } from '../../src/contracts/workflows';
import { PERMISSIONS } from '../../src/domain/permissions';
import { STATUS_TABLE } from '../../src/domain/status';
import { activityLimitMs, LADDERS, type Ladder, type Ladders, shutdownForceMs, shutdownGraceMs } from '../../src/ladders';
import { ACCOUNTS, UNKNOWN_ACCOUNT } from '../../src/sandbox/alseco/accounts';
import { metrics } from '../../src/telemetry';
import { page, plain, ROOT, tableOf } from './markdown';
// Each adds its own metrics when it is loaded.
import '../../src/temporal/sweeper';
import '../../src/worker/upstream-watch';

const operations = page('docs/OPERATIONS.md');
const integration = page('docs/INTEGRATION.md');

test('INTEGRATION has the status table of the source, row by row', () => {
  const shown = tableOf(integration, 'code', 'Message', 'in English', 'final', 'about');
  expect(shown).toEqual(STATUS_TABLE.map(({ code, ru, en, final, of }) => [`${code}`, ru, en, final ? 'yes' : 'no', of]));
});

test('OPERATIONS names every variable with its default', () => {
  const rows = tableOf(operations, 'variable', 'default', 'what');
  expect(rows.map(([name = '']) => plain(name)).sort()).toEqual([...ENVIRONMENT_NAMES].sort());
  const given = Object.fromEntries(rows.map(([name = '', value = '']) => [plain(name), plain(value)]));
  expect(readConfig(given)).toEqual(readConfig({}));
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const defaults = [...example.matchAll(/^([A-Z_0-9]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  expect(given).toEqual(Object.fromEntries(defaults));
});

test('OPERATIONS has every waiting time of both ladders', () => {
  const shown = tableOf(operations, 'name', 'what', 'production', 'fast').map(([name = '', , production, fast]) => [plain(name), production, fast]);
  const { production, fast } = LADDERS;
  const names = (Object.keys(production) as Array<keyof Ladders>).filter((name) => name !== 'name');
  expect(shown).toEqual(names.map((name) => [name, inWords(production[name]), inWords(fast[name])]));
});

test('OPERATIONS says the deadlines that are derived from them', () => {
  const { production } = LADDERS;
  const said = [activityLimitMs(production, 2), shutdownGraceMs(production), shutdownForceMs(production)].map((ms) => `${ms / 1_000} s`);
  const sentence = operations.split('\n').find((line) => line.startsWith('Derived from these')) ?? '';
  expect([...sentence.matchAll(/\d+ s\b/g)].map(([text]) => text)).toEqual(said);
});

test('INTEGRATION’s ladder of callbacks is that of production', () => {
  const sentence = integration.split('\n').find((line) => line.includes('**The ladder**')) ?? '';
  const pauses = LADDERS.production.callbackMs.slice(1).map(duration);
  expect(sentence.replace(/ and (\d+ h)/, ', $1')).toContain(pauses.join(', '));
});

test('OPERATIONS says who may do what', () => {
  const rows = tableOf(operations, 'action', 'roles').map(([action = '', roles]) => [plain(action), roles]);
  expect(rows).toEqual(Object.entries(PERMISSIONS).map(([action, roles]) => [action, roles.join(', ')]));
});

test('OPERATIONS names the search attributes, and its queries no others', () => {
  const names = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
  expect(tableOf(operations, 'search attribute', 'values').map(([name = '']) => plain(name))).toEqual(names);
  const queried = tableOf(operations, 'question', 'query').flatMap(([, query = '']) => query.match(/\bTolem\w+/g) ?? []);
  expect(queried.length).toBeGreaterThan(0);
  expect(queried.filter((name) => !names.includes(name))).toEqual([]);
});

test('INTEGRATION names every account of the Alseco sandbox', () => {
  const spans = new Set([...integration.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span));
  const names = [...ACCOUNTS.map(({ id }) => id), UNKNOWN_ACCOUNT];
  expect(names.filter((name) => !spans.has(name))).toEqual([]);
});

test('OPERATIONS names the metrics that the processes have', () => {
  const own = metrics.registry.getMetricsAsArray().map(({ name }) => name);
  expect(
    tableOf(operations, 'metric', 'what')
      .map(([name = '']) => plain(name))
      .sort(),
  ).toEqual(own.filter((name) => name.startsWith('tolem_')).sort());
});

function inWords(value: Ladders[keyof Ladders]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return duration(value);
  if (isLadder(value)) return `${duration(value.firstMs)} × ${value.factor} to ${duration(value.capMs)}`;
  return value.map(duration).join(', ');
}

const isLadder = (value: Ladder | readonly number[]): value is Ladder => 'firstMs' in value;

function duration(ms: number): string {
  if (ms > 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms > 0 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}
