import { existsSync } from 'node:fs';
import type { LifetimeMessage } from '../../lifetime';
import { StartRefused } from '../refusal';
import { end } from './identity';
import { lastWords } from './last-lines';
import type { KeptProcess } from './service';
import { type Spawned, spawnLogged } from './spawned';

const READY_TIMEOUT_MS = 60_000;

export interface NodeProcess {
  readonly name: string;
  /** Absolute path of the compiled main file. */
  readonly script: string;
  readonly logFile: string;
  readonly environment: () => Record<string, string>;
  readonly stopOrder: number;
  /** How long it may take to stop once asked. */
  readonly stopMs: number;
  /** Told at each start, with the port it listens on. */
  readonly ready?: (port: number | undefined) => void;
  readonly nodeOptions?: readonly string[];
}

/** One of our own Node processes (src/lifetime.ts): on an IPC channel, ready when it says so. */
export function nodeProcess(options: NodeProcess): KeptProcess {
  return {
    name: options.name,
    stop: [['SIGTERM', options.stopMs]],
    stopOrder: options.stopOrder,
    start: async (spawned) => {
      if (!existsSync(options.script)) throw new StartRefused(`${options.name} is missing from the build (${options.script}).`);
      const process = await spawnLogged({
        name: options.name,
        program: globalThis.process.execPath,
        arguments: [...(options.nodeOptions ?? []), options.script],
        logFile: options.logFile,
        environment: options.environment(),
        ipc: true,
      });
      spawned(process);
      const port = await untilReady(process, options);
      options.ready?.(port);
    },
  };
}

async function untilReady(process: Spawned, { name, logFile }: NodeProcess): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const said = new Promise<LifetimeMessage>((resolve) => process.child.once('message', (message) => resolve(message as LifetimeMessage)));
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, READY_TIMEOUT_MS, 'late');
  });
  const first = await Promise.race([said, late, process.ended.then((how) => ({ how }))]);
  clearTimeout(timer);
  if (first === 'late') {
    await end(process.identity, [['SIGTERM', 5_000]]);
    throw new StartRefused(`${name} was not ready within ${READY_TIMEOUT_MS / 1000} s: ${lastWords(logFile) ?? 'it said nothing'} (${logFile})`);
  }
  if ('how' in first) throw new StartRefused(`${name} could not start (${first.how}): ${lastWords(logFile) ?? 'it said nothing'} (${logFile})`);
  if ('failed' in first) {
    await process.ended;
    throw new StartRefused(`${name} could not start: ${first.failed} (${logFile})`);
  }
  return first.port;
}
