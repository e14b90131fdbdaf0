import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { BenchWorld } from './world';

const GIB = 1024 ** 3;

/** What the figures were measured on, as list entries; without a world only the machine and Node, which is all that lists need. */
export async function machine(world: BenchWorld | null): Promise<string[]> {
  const processors = cpus();
  const here = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / GIB)} GiB, ${type()} ${release()}`;
  if (!world) return [here, `Node ${process.versions.node}. Commit ${commit()}`];
  const { rows } = await world.database.query<{ server_version: string }>('SHOW server_version');
  const { serverVersion } = await world.client.workflowService.getSystemInfo({});
  return [
    here,
    `Node ${process.versions.node}, PostgreSQL ${rows[0]?.server_version ?? 'unknown'} (embedded, fsync on), Temporal dev server ${serverVersion ?? 'unknown'} on SQLite (WAL), SDK ${sdkVersion()}`,
    `Everything on this one machine: load generator, api, worker, both sandboxes, Temporal, PostgreSQL; ladders \`fast\`. Commit ${commit()}`,
  ];
}

function sdkVersion(): string {
  return (JSON.parse(readFileSync(require.resolve('@temporalio/worker/package.json'), 'utf8')) as { version: string }).version;
}

function commit(): string {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: join(__dirname, '..'), encoding: 'utf8' });
  const head = git('rev-parse', '--short', 'HEAD');
  if (head.status !== 0) return 'unknown';
  const changed = git('status', '--porcelain', '--', 'src').stdout.trim() !== '';
  return `${head.stdout.trim()}${changed ? ' with changes in src' : ''}`;
}
