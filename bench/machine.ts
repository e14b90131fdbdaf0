import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { BenchWorld } from './world';

const GIB = 1024 ** 3;

/** What the figures were measured on, as list entries. */
export async function machine(world: BenchWorld): Promise<string[]> {
  const { rows } = await world.database.query<{ server_version: string }>('SHOW server_version');
  const { serverInfo } = { serverInfo: await world.client.workflowService.getSystemInfo({}) };
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / GIB)} GiB, ${type()} ${release()}`,
    `Node ${process.versions.node}, PostgreSQL ${rows[0]?.server_version ?? 'unknown'} (embedded, fsync on), Temporal dev server ${serverInfo.serverVersion ?? 'unknown'} on SQLite (WAL), SDK ${sdkVersion()}`,
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
