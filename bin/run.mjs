import { spawn } from 'node:child_process';
import { root } from './prepare.mjs';

/**
 * Runs a command with this terminal and resolves with its exit code. Ctrl-C reaches it through the terminal; other
 * signals are passed on, and this process waits for its end either way.
 */
export function run(program, args, environment = process.env) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: environment });
  const passOn = (signal) => child.kill(signal);
  const ignore = () => {};
  process.on('SIGINT', ignore);
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, passOn);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be run: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
