import { end } from '../../../src/start/process/identity';
import { nodeProcess } from '../../../src/start/process/node-process';
import { freePort } from '../../../src/start/process/ports';
import type { KeptProcess } from '../../../src/start/process/service';
import type { Spawned } from '../../../src/start/process/spawned';

/** One real process of a test's gateway, which the test may kill, stop and bring back. */
export interface Part {
  readonly port: number;
  readonly pid: number;
  start(): Promise<void>;
  /** `SIGKILL` for a crash; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: the process sleeps and wakes. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}

export interface PartOptions {
  readonly name: string;
  readonly script: string;
  readonly logFile: string;
  readonly environment: () => Record<string, string>;
  /** The variable that pins the port, so that the part comes back where it was. */
  readonly portVariable: string;
  /** Where it listens from the first start on; left out: on a port the system gives. */
  readonly port?: number;
}

export function part({ name, script, logFile, environment, portVariable, port: given = 0 }: PartOptions): Part {
  let port = given;
  let current: Spawned | undefined;
  const service: KeptProcess = nodeProcess({
    name,
    script,
    logFile,
    environment: () => ({ ...environment(), [portVariable]: String(port) }),
    stopOrder: 1,
    stopMs: 20_000,
  });
  const alive = (): Spawned => {
    if (!current || current.hasEnded()) throw new Error(`${name} is not running`);
    return current;
  };
  return {
    get port() {
      return port;
    },
    get pid() {
      return alive().identity.pid;
    },
    async start() {
      port ||= await freePort();
      await service.start((spawned) => {
        current = spawned;
      });
    },
    async kill() {
      const victim = alive();
      process.kill(victim.identity.pid, 'SIGKILL');
      await victim.ended;
    },
    signal: (signal) => void process.kill(alive().identity.pid, signal),
    async stop() {
      if (!current || current.hasEnded()) return;
      process.kill(current.identity.pid, 'SIGCONT');
      await end(current.identity, service.stop);
    },
  };
}
