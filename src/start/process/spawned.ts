import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { StartRefused } from '../refusal';
import { type Identity, identify } from './identity';

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly logFile: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** Opens an IPC channel: a Node child stops by itself when it closes. */
  readonly ipc?: boolean;
}

export interface Spawned {
  readonly name: string;
  readonly child: ChildProcess;
  readonly identity: Identity;
  /** Resolves once, with how the process ended ("exit code 1", "signal SIGKILL"). */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
}

/**
 * Starts a process in its own process group, so that Ctrl-C in the terminal reaches only the starter. Its output goes
 * straight to the file: a starter that dies leaves no broken pipe behind.
 */
export async function spawnLogged(command: Command): Promise<Spawned> {
  const log = openSync(command.logFile, 'a', 0o600);
  const child = spawn(command.program, [...command.arguments], {
    detached: true,
    stdio: command.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    cwd: command.cwd,
    env: command.environment,
    uid: command.uid,
    gid: command.gid,
  });
  closeSync(log);
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      resolve(signal ? `signal ${signal}` : `exit code ${code}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new StartRefused(`${command.name} could not be run (${command.program}): ${error.message}`)));
  });
  child.on('error', () => {});
  const pid = child.pid ?? -1;
  return { name: command.name, child, identity: identify(pid) ?? { pid, started: 'ended at once' }, ended, hasEnded: () => over };
}
