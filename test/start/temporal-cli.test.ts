import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildTemporal } from '../../src/start/temporal/build';
import { findTemporalCli } from '../../src/start/temporal/cli';
import { downloadTemporal } from '../../src/start/temporal/download';
import { tempFolder } from './temp';

const CLI = '#!/bin/sh\necho "temporal version 1.5.1"\n';

function program(path: string, text = CLI): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

function world() {
  const folder = tempFolder();
  const cache = join(folder, 'cache');
  const lines: string[] = [];
  const none = () => Promise.reject(new Error('no route'));
  const search = { programs: ['/usr/bin', '/bin'], cache, say: (line: string) => lines.push(line), download: none, build: none };
  return { folder, cache, lines, search, kept: join(cache, 'tolem', 'temporal-1.5.1', 'temporal') };
}

test('TEMPORAL_CLI_PATH wins, and a wrong one is refused instead of passed over', async () => {
  const { folder, search } = world();
  const given = program(join(folder, 'mine'));
  expect(await findTemporalCli({ ...search, given })).toEqual({ path: given, way: 'TEMPORAL_CLI_PATH' });
  await expect(findTemporalCli({ ...search, given: join(folder, 'none') })).rejects.toThrow(
    /^TEMPORAL_CLI_PATH names .*none, which does not exist\.$/,
  );
  const broken = program(join(folder, 'broken'), '#!/bin/sh\nexit 3\n');
  await expect(findTemporalCli({ ...search, given: broken })).rejects.toThrow('which is no Temporal CLI that runs here');
});

test('the PATH comes before the cache; one there that does not run is passed over', async () => {
  const { folder, kept, search } = world();
  program(kept);
  program(join(folder, 'bad', 'temporal'), '#!/bin/sh\nexit 1\n');
  const good = program(join(folder, 'good', 'temporal'));
  expect(await findTemporalCli({ ...search, programs: [join(folder, 'bad'), join(folder, 'good')] })).toEqual({ path: good, way: 'the PATH' });
  expect(await findTemporalCli({ ...search, programs: [join(folder, 'bad')] })).toEqual({ path: kept, way: 'our cache' });
});

test('what the download brings is kept in the cache and nothing is fetched twice', async () => {
  const { cache, kept, search } = world();
  const download = ({ folder }: { folder: string }) => Promise.resolve(program(join(folder, 'temporal-cli-v1.5.1')));
  expect(await findTemporalCli({ ...search, download })).toEqual({ path: kept, way: 'the SDK’s own download' });
  expect(await findTemporalCli(search)).toEqual({ path: kept, way: 'our cache' });
  expect(readdirSync(join(cache, 'tolem', 'temporal-1.5.1'))).toEqual(['temporal']);
});

test('without a download it is built by the Go on the PATH, with its progress shown', async () => {
  const { folder, lines, kept, search } = world();
  program(
    join(folder, 'go-bin', 'go'),
    `#!/bin/sh\n[ "$1 $2" = "install github.com/temporalio/cli/cmd/temporal@v1.5.1" ] || exit 9\nprintf '%s' '${CLI}' > "$GOBIN/temporal"\nchmod +x "$GOBIN/temporal"\n`,
  );
  const found = await findTemporalCli({ ...search, programs: ['/usr/bin', '/bin', join(folder, 'go-bin')], build: buildTemporal });
  expect(found).toEqual({ path: kept, way: 'go install of temporal 1.5.1' });
  expect(lines).toEqual([
    'Temporal server: no binary here yet, trying the SDK’s own download',
    'Temporal server: the SDK’s own download did not work (no route)',
    'Temporal server: no binary here yet, trying go install of temporal 1.5.1',
  ]);
});

test('where no way works it says what to install, and leaves nothing half-made in the cache', async () => {
  const { folder, cache, search } = world();
  program(join(folder, 'go-bin', 'go'), '#!/bin/sh\necho "go: module lookup disabled" >&2\nexit 1\n');
  await expect(findTemporalCli({ ...search, programs: [join(folder, 'go-bin')], build: buildTemporal })).rejects.toThrow(
    /^No Temporal server: install the Temporal CLI .* or Go 1\.24 or newer, or set TEMPORAL_CLI_PATH or TEMPORAL_ADDRESS\. Tried the SDK’s own download: no route; go install of temporal 1\.5\.1: go: module lookup disabled\.$/,
  );
  expect(readdirSync(join(cache, 'tolem', 'temporal-1.5.1'))).toEqual([]);
});

test('a build that does not end is cut off with everything it started', async () => {
  const folder = tempFolder();
  program(join(folder, 'go'), `#!/bin/sh\nsleep 60 &\necho $! > ${join(folder, 'compiler')}\nwait\n`);
  const building = buildTemporal({ folder, version: '1.5.1', programs: [folder, '/usr/bin', '/bin'], say: () => {} }, 1_500);
  await expect(building).rejects.toThrow('not finished after');
  expect(existsSync(join(folder, 'compiler'))).toBe(true);
});

test('a download that brings no byte is given up', async () => {
  const folder = tempFolder();
  const script = join(folder, 'silent.cjs');
  writeFileSync(script, 'setInterval(() => {}, 1000);');
  const fetched = tempFolder();
  await expect(downloadTemporal({ folder: fetched, version: '1.5.1', programs: [], say: () => {} }, script, 1_000)).rejects.toThrow(
    'no answer within 1 s',
  );
});

test('a download that fails says what the SDK said', async () => {
  const script = join(tempFolder(), 'failing.cjs');
  writeFileSync(script, `process.send('dns error', () => process.exit(1));`);
  await expect(downloadTemporal({ folder: tempFolder(), version: '1.5.1', programs: [], say: () => {} }, script)).rejects.toThrow('dns error');
});
