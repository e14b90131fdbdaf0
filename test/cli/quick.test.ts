import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFile } from '../../src/running';

/** How long a command takes to answer is decided by what it loads: that can be counted, and time on a busy machine cannot. */
const ROOT = join(__dirname, '..', '..');

interface Loaded {
  readonly out: string;
  /** Files of ours, and packages. */
  readonly files: string[];
  readonly packages: string[];
}

/** Runs `tolem` as the command does and reads which modules were loaded when it had answered. */
function run(...words: string[]): Loaded {
  const script = `
    process.argv = [process.execPath, 'tolem', ...${JSON.stringify(words)}];
    process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));
    require(${JSON.stringify(join(ROOT, 'dist', 'cli', 'main.js'))});`;
  const env = { PATH: process.env['PATH'], DATA_DIR: '/nonexistent/tolem' };
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', env });
  const loaded = JSON.parse(stderr.slice(stderr.indexOf('["'))) as string[];
  const within = (folder: string) => loaded.filter((path) => path.startsWith(join(ROOT, folder)));
  const packages = within('node_modules').map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path);
  return { out: stdout, files: within('dist').map((path) => path.slice(ROOT.length + 1)), packages: [...new Set(packages)].sort() };
}

test('the list of commands loads nothing but the parser of commands', () => {
  const { out, files, packages } = run('--help');
  expect(out).toMatch(/^Usage: tolem /);
  expect(out).toMatch(/^ {2}doctor +is everything as it should be\?/m);
  expect(packages).toEqual(['commander']);
  expect(files.length).toBeLessThanOrEqual(8);
});

test('a noun loads itself and no other', () => {
  const { out, files } = run('rate', '--help');
  expect(out).toMatch(/^Usage: tolem rate /);
  expect(files).toContain('dist/cli/rate.js');
  expect(files.filter((path) => /cli\/(payment|agent|alseco|doctor|staff|ledger)/.test(path))).toEqual([]);
});

test.each(['payment', 'inbox', 'service', 'staff', 'ledger'])('%s is loaded without the client of Temporal, SOAP and HTTP', (noun) => {
  const { packages } = run(noun, '--help');
  expect(packages).toContain('zod');
  expect(packages.filter((name) => name.startsWith('@temporalio') || name.startsWith('@grpc') || ['soap', 'undici'].includes(name))).toEqual([]);
});

test('what every option before the noun says is not taken for it, and a noun that is none is refused', () => {
  expect(run('--as', 'staff', 'rate', '--help').out).toMatch(/^Usage: tolem rate /);
  expect(run('--lang', 'ru', 'help', 'rate').out).toMatch(/^Usage: tolem rate /);
  const { out, packages } = run('rates');
  expect(out).toBe('');
  expect(packages).toEqual(['commander']);
});

const running = readRunFile(join(ROOT, '.data'));

(running ? test.skip : test)('the command may be typed by a link from any folder, and finds its checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tolem-link-'));
  try {
    symlinkSync(join(ROOT, 'bin', 'tolem.mjs'), join(folder, 'tolem'));
    const env = { PATH: process.env['PATH'], HOME: folder, DATABASE_URL: '' };
    const { stdout, stderr } = spawnSync(join(folder, 'tolem'), ['payment', 'list'], { cwd: folder, encoding: 'utf8', env });
    expect(stdout).toBe('');
    expect(stderr).toContain(`no \`npm start\` runs on ${join(ROOT, '.data')}: `);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
