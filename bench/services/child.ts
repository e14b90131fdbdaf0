import { join } from 'node:path';
import { end } from '../../src/start/process/identity';
import { nodeProcess } from '../../src/start/process/node-process';
import type { Spawned } from '../../src/start/process/spawned';

/** One of the benchmark's own processes, run from its source, with an IPC channel to this one. */
export interface Child {
  readonly pid: number;
  /** Where it listens; 0 where it does not. */
  readonly port: number;
  send(message: string): void;
  /** Hears what the process says after it is ready. */
  onMessage(listener: (message: string) => void): void;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  /** Under bench/, without the ending. */
  readonly script: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopMs?: number;
}

const REGISTER = join(__dirname, '..', '..', 'test', 'support', 'services', 'register.cjs');
const BENCH = join(__dirname, '..');

export async function startChild(options: ChildOptions): Promise<Child> {
  let port = 0;
  let spawned: Spawned | undefined;
  const service = nodeProcess({
    name: options.name,
    script: join(BENCH, `${options.script}.ts`),
    logFile: options.logFile,
    environment: () => ({ ...options.environment }),
    nodeOptions: ['-r', REGISTER],
    stopOrder: 1,
    stopMs: options.stopMs ?? 30_000,
    ready: (at) => {
      port = at ?? 0;
    },
  });
  await service.start((process) => {
    spawned = process;
  });
  if (!spawned) throw new Error(`${options.name} was not started`);
  const { child, identity } = spawned;
  return {
    pid: identity.pid,
    port,
    send: (message) => void child.send(message),
    onMessage: (listener) => void child.on('message', (message) => listener(String(message))),
    stop: () => end(identity, service.stop),
  };
}
