import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp';

const root = join(__dirname, '..', '..');

/** file, its import, whether the arrows allow it */
const CASES: ReadonlyArray<readonly [string, string, boolean]> = [
  ['src/domain/a.ts', './money', true],
  ['src/domain/a.ts', 'big.js', true],
  ['src/domain/a.ts', '../registry/payments', false],
  ['src/domain/a.ts', 'node:fs', false],
  ['src/domain/a.ts', 'zod', false],
  ['src/contracts/a.ts', '../domain/money', true],
  ['src/contracts/alseco/a.ts', '../../registry/payments', false],
  ['src/wire/a.ts', '../contracts/partner-api', true],
  ['src/wire/a.ts', '../suppliers/supplier', false],
  ['src/suppliers/alseco/a.ts', '../../wire/http', true],
  ['src/suppliers/alseco/a.ts', '../../registry/payments', false],
  ['src/registry/a.ts', '../domain/money', true],
  ['src/registry/a.ts', '../activities/pay', false],
  ['src/activities/a.ts', '../registry/payments', true],
  ['src/activities/a.ts', '../workflows/payment', false],
  ['src/workflows/a.ts', '../domain/lifecycle', true],
  ['src/workflows/a.ts', '../contracts/workflows', true],
  ['src/workflows/a.ts', '../registry/payments', false],
  ['src/workflows/a.ts', 'node:crypto', false],
  ['src/worker/a.ts', '../activities/pay', true],
  ['src/worker/a.ts', '../api/app', false],
  ['src/temporal/a.ts', '../registry/outbox', true],
  ['src/temporal/a.ts', '../activities/pay', false],
  ['src/registry/a.ts', '../temporal/start', false],
  ['src/api/a.ts', '../temporal/start', true],
  ['src/api/partner/a.ts', '../../wire/json', true],
  ['src/api/partner/a.ts', '../../activities/pay', false],
  ['src/api/partner/a.ts', '../../sandbox/alseco/server', false],
  ['src/cli/a.ts', '../registry/payments', true],
  ['src/cli/a.ts', '../worker/app', false],
  ['src/start/a.ts', '../registry/migrate', true],
  ['src/start/a.ts', '../sandbox/alseco/server', false],
  ['src/sandbox/alseco/a.ts', '../../wire/soap', true],
  ['src/sandbox/alseco/a.ts', '../../registry/payments', false],
  ['src/a.ts', './sandbox/alseco/server', false],
];

function lint(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const folder = tempFolder();
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  writeFileSync(join(folder, '.gitignore'), 'dist/\n');
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const ran = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], { cwd: folder, encoding: 'utf8' });
  if (!ran.stdout) throw new Error(`${ran.status} ${ran.error} ${ran.stderr}`);
  const { diagnostics } = JSON.parse(ran.stdout) as {
    diagnostics: Array<{ category: string; severity: string; location: { path: string | { file: string } } }>;
  };
  const found = new Map<string, string[]>();
  for (const { category, severity, location } of diagnostics.filter((each) => each.severity === 'error')) {
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    found.set(path, [...(found.get(path) ?? []), `${severity} ${category}`]);
  }
  return found;
}

test('the linter reports every import against the arrows, and none along them', () => {
  const files = new Map(
    CASES.map(([file, from], n) => [file.replace(/a\.ts$/, `case-${n}.ts`), `import { a } from '${from}';\nexport const b = a;\n`]),
  );
  const found = lint(files);
  const judged = CASES.map(([file, from], n) => [
    file,
    from,
    !found.get(file.replace(/a\.ts$/, `case-${n}.ts`))?.some((each) => each.includes('noRestrictedImports')),
  ]);
  expect(judged).toEqual(CASES);
});

test('the environment is read in src/config.ts alone, and `any` is an error', () => {
  const found = lint(
    new Map([
      ['src/api/env.ts', `export const a = process.env['HOME'];\n`],
      ['src/config.ts', `export const a = process.env['HOME'];\n`],
      ['src/api/any.ts', 'export const a: any = 1;\n'],
    ]),
  );
  expect(found.get('src/api/env.ts')).toEqual(['error lint/style/noProcessEnv']);
  expect(found.get('src/config.ts')).toBeUndefined();
  expect(found.get('src/api/any.ts')).toEqual(['error lint/suspicious/noExplicitAny']);
});

test('workflows know activities by type alone', () => {
  const folder = join(root, 'src', 'workflows');
  const imports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/^(import|export)[^;]*from '[^']*activities[^']*'/gm) ?? []);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((each) => !each.startsWith('import type'))).toEqual([]);
});
