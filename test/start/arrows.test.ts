import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp';

const root = join(__dirname, '..', '..');
const tool = (...parts: string[]) => join(root, 'node_modules', ...parts);

/** The table that people read: room → rooms it may import. */
function tableOfArchitecture(): Map<string, Set<string>> {
  const text = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const chapter = text.slice(text.indexOf('## Imports go one way'), text.indexOf('## Tests'));
  const rows = [...chapter.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
  return new Map(rows.map(([, room = '', cells = '']) => [room, new Set([...cells.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))]));
}

const fileOf = (room: string): string => (existsSync(join(root, 'src', `${room}.ts`)) ? `src/${room}.ts` : `src/${room}/a.ts`);

/** Every import that is refused among these files, as `from → to`. */
function refused(files: ReadonlyMap<string, readonly string[]>): Set<string> {
  const folder = tempFolder();
  for (const name of ['.dependency-cruiser.cjs', 'arrows.cjs']) cpSync(join(root, name), join(folder, name));
  for (const [file, imports] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), imports.map((from) => `import '${from}';`).join('\n'));
  }
  const config = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const ran = spawnSync(process.execPath, [tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ...config], { cwd: folder, encoding: 'utf8' });
  const { summary } = JSON.parse(ran.stdout) as { summary: { violations: Array<{ from: string; to: string }> } };
  return new Set(summary.violations.map(({ from, to }) => `${from} → ${to}`));
}

const toRoot = (file: string): string => '../'.repeat(file.split('/').length - 1) || './';

test('every pair of rooms is allowed or refused as ARCHITECTURE says, and a room that is not there imports nothing', () => {
  const table = tableOfArchitecture();
  const rooms = [...table.keys(), 'console'];
  const files = new Map(
    rooms.map((room) => [
      fileOf(room),
      rooms.filter((other) => other !== room).map((other) => toRoot(fileOf(room)) + fileOf(other).replace(/\.ts$/, '')),
    ]),
  );
  const found = refused(files);
  const against = rooms.flatMap((room) =>
    rooms.filter((other) => other !== room && !table.get(room)?.has(other)).map((other) => `${fileOf(room)} → ${fileOf(other)}`),
  );
  expect([...found].sort()).toEqual(against.sort());
});

test('packages have their arrows too', () => {
  const found = refused(
    new Map([
      ['src/domain/a.ts', ['node:fs', 'zod', 'big.js']],
      ['src/workflows/a.ts', ['node:crypto', '@temporalio/workflow']],
      ['src/registry/a.ts', ['node:fs']],
    ]),
  );
  expect([...found].map((each) => each.replace(/→ .*node_modules/, '→ node_modules'))).toEqual(
    expect.arrayContaining(['src/domain/a.ts → fs', 'src/workflows/a.ts → crypto']),
  );
  expect([...found].some((each) => each.startsWith('src/domain/a.ts → zod'))).toBe(true);
  expect([...found].some((each) => each.includes('src/registry'))).toBe(false);
});

test('every folder and file at the top of src is a room', () => {
  const rooms = [...tableOfArchitecture().keys()];
  const there = readdirSync(join(root, 'src')).map((name) => name.replace(/\.ts$/, ''));
  expect(there.filter((name) => !rooms.includes(name))).toEqual([]);
});

test('the environment is read in src/config.ts alone, and `any` is an error', () => {
  const folder = tempFolder();
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  writeFileSync(join(folder, '.gitignore'), 'dist/\n');
  mkdirSync(join(folder, 'src', 'api'), { recursive: true });
  writeFileSync(join(folder, 'src', 'api', 'env.ts'), `export const a = process.env['HOME'];\n`);
  writeFileSync(join(folder, 'src', 'config.ts'), `export const a = process.env['HOME'];\n`);
  writeFileSync(join(folder, 'src', 'api', 'any.ts'), 'export const a: any = 1;\n');
  const biome = [tool('@biomejs', 'biome', 'bin', 'biome'), 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const ran = spawnSync(process.execPath, biome, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(ran.stdout) as {
    diagnostics: Array<{ category: string; severity: string; location: { path: string | { file: string } } }>;
  };
  const found = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location: { path } }) => `${typeof path === 'string' ? path : path.file} ${category}`);
  expect(found.sort()).toEqual(['src/api/any.ts lint/suspicious/noExplicitAny', 'src/api/env.ts lint/style/noProcessEnv']);
});

test('workflows know activities by type alone', () => {
  const folder = join(root, 'src', 'workflows');
  const imports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/^(import|export)[^;]*from '[^']*activities[^']*'/gm) ?? []);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((each) => !each.startsWith('import type'))).toEqual([]);
});
