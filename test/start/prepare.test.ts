import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp';

jest.setTimeout(60_000);
const root = join(__dirname, '..', '..');

/** A checkout of a few lines, with an `npm` that installs by linking to ours and notes how it was called. */
function clone() {
  const folder = tempFolder();
  for (const name of ['bin', 'package.json', 'package-lock.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  const npm = join(folder, 'tools', 'npm');
  write(npm, `#!/bin/sh\necho "$@" >> ${folder}/npm-calls\nln -s ${root}/node_modules ${folder}/node_modules\n`);
  chmodSync(npm, 0o755);
  write(join(folder, 'src', 'a.ts'), 'export const a: number = 1;\n');
  write(join(folder, 'src', 'deep', '0001_first.sql'), 'SELECT 1;\n');
  const build = () => {
    const environment = { PATH: `${join(folder, 'tools')}:${dirname(process.execPath)}:/usr/bin:/bin` };
    const ran = spawnSync(process.execPath, [join(folder, 'bin', 'build.mjs')], { encoding: 'utf8', env: environment });
    return { code: ran.status, said: ran.stderr };
  };
  const dist = (name: string) => join(folder, 'dist', name);
  return { folder, build, dist };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test('a fresh clone installs its packages once, builds with its assets, and says nothing when all is fresh', () => {
  const { folder, build, dist } = clone();
  const first = build();
  expect(first.said).toMatch(/^Installing packages \(npm install\)\nPackages installed in .* s\nBuilding dist\/\n/);
  expect(first.code).toBe(0);
  expect(readFileSync(join(folder, 'npm-calls'), 'utf8')).toBe('install --no-save --no-fund --no-audit --loglevel=warn\n');
  expect(existsSync(dist('a.js'))).toBe(true);
  expect(readFileSync(dist('deep/0001_first.sql'), 'utf8')).toBe('SELECT 1;\n');
  expect(build()).toEqual({ code: 0, said: '' });
});

test('a changed source is built again, and what has no source any more leaves dist', () => {
  const { folder, build, dist } = clone();
  build();
  rmSync(join(folder, 'src', 'deep', '0001_first.sql'));
  write(join(folder, 'src', 'b.ts'), 'export const b = 2;\n');
  rmSync(join(folder, 'src', 'a.ts'));
  expect(build().said).toMatch(/^Building dist\//);
  expect([existsSync(dist('a.js')), existsSync(dist('b.js')), existsSync(dist('deep/0001_first.sql'))]).toEqual([false, true, false]);
});

test('sources that do not compile stop the command, and it is tried again the next time', () => {
  const { folder, build } = clone();
  write(join(folder, 'src', 'a.ts'), `export const a: number = 'one';\n`);
  for (const _ of ['first', 'second']) {
    const { code, said } = build();
    expect(code).toBe(1);
    expect(said).toContain('The sources do not compile: see above.');
  }
  write(join(folder, 'src', 'a.ts'), 'export const a: number = 1;\n');
  expect(build().code).toBe(0);
});

test('a lock whose holder is dead does not block', () => {
  const { folder, build } = clone();
  const { pid } = spawnSync('true');
  writeFileSync(join(folder, '.prepare.lock'), String(pid));
  expect(build().code).toBe(0);
  expect(existsSync(join(folder, '.prepare.lock'))).toBe(false);
});

test('a Node that is too old is told so in one sentence', () => {
  const text = readFileSync(join(root, 'bin', 'node-version.mjs'), 'utf8').replace('process.versions.node', `'18.20.1'`);
  const file = join(tempFolder(), 'version.mjs');
  writeFileSync(file, text.replaceAll('process.versions.node', `'18.20.1'`));
  const ran = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect([ran.status, ran.stderr]).toEqual([1, 'Tolem needs Node.js 20.9 or newer; this is 18.20.1.\n']);
});

test('a lock file that is only newer installs nothing; one that asks for another version does', () => {
  const { folder, build } = clone();
  build();
  const lock = join(folder, 'package-lock.json');
  const text = readFileSync(lock, 'utf8');
  const future = new Date(Date.now() + 60_000);
  utimesSync(lock, future, future);
  expect(build().said).toBe('');
  writeFileSync(lock, text.replace(/("node_modules\/zod": \{\s+"version": ")[^"]+/, '$10.0.1'));
  utimesSync(lock, future, new Date(future.getTime() + 60_000));
  expect(build().said).toMatch(/^Installing packages/);
});
