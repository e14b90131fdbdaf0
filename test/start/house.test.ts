import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What keeps every room such that one can find one's way about it. */
const ROOT = join(__dirname, '..', '..');
const SRC = join(ROOT, 'src');
const MOST_FILES = 20;
const MOST_LINES = 200;
/** Whoever is here asks the registry by its functions: a statement of its own would be a second place that knows a table. */
const WITHOUT_SQL = ['activities', 'api', 'cli', 'suppliers', 'temporal', 'worker', 'workflows'];

/** Numbered and never edited: they may grow, and stand in a folder of their own. */
const isMigration = (path: string): boolean => path.startsWith('registry/migrations');

const entries = readdirSync(SRC, { recursive: true, withFileTypes: true, encoding: 'utf8' }).filter((entry) => entry.isFile());
const files = entries.map(({ parentPath, name }) => relative(SRC, join(parentPath, name))).filter((path) => !isMigration(path));
const sources = files.filter((path) => path.endsWith('.ts'));
const read = (path: string): string => readFileSync(join(SRC, path), 'utf8');

test(`no folder of src holds more than ${MOST_FILES} files of its own`, () => {
  const counts = new Map<string, number>();
  for (const path of files) counts.set(join(path, '..'), (counts.get(join(path, '..')) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
});

test(`no source has more than ${MOST_LINES} lines`, () => {
  const long = sources.map((path) => [path, read(path).split('\n').length - 1] as const).filter(([, lines]) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

test('no function of src has more than 50 lines', () => {
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const { status, stdout, stderr } = spawnSync(biome, ['lint', '--only=complexity/noExcessiveLinesPerFunction', 'src'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
}, 60_000);

test('rooms beside the registry hold no SQL', () => {
  const asking = sources
    .filter((path) => WITHOUT_SQL.some((room) => path.startsWith(`${room}/`)))
    .filter((path) => /\.query[<(]|`\s*(SELECT|INSERT|UPDATE|DELETE|WITH|LOCK)\s/.test(read(path)));
  expect(asking).toEqual([]);
});
