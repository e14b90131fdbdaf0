import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { ask } from './services';

/** Setup and teardown share nothing but the global object of jest's own process. */
export const shared = globalThis as { tolemTestKeeper?: ChildProcess };

/** Starts the keeper of the test services; a whole run also fetches the Temporal server now, outside any test's time. */
export default async function setup(globalConfig: { nonFlagArgs?: string[] }): Promise<void> {
  const keeper = fork(join(__dirname, 'keeper.ts'), {
    execArgv: ['-r', join(__dirname, 'register.cjs')],
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    keeper.once('message', (message) => resolve(String(message)));
    keeper.once('error', reject);
    keeper.once('exit', (code) => reject(new Error(`the keeper of the test services ended with exit code ${code}`)));
  });
  shared.tolemTestKeeper = keeper;
  process.env['TOLEM_TEST_SERVICES'] = address;
  if ((globalConfig.nonFlagArgs ?? []).length === 0)
    await ask('/temporal-cli', address).catch((error: Error) => process.stderr.write(`${error.message}\n`));
  keeper.channel?.unref();
  keeper.unref();
}
