import { type Config, readConfig } from '../config';
import { LADDERS } from '../ladders';
import { migrate } from '../registry/migrate';
import { admitAtBoot, createAdmissions, noRegistry } from '../suppliers/admission';
import { loadDemoData } from './demo/data';
import { StartRefused, sentenceOf } from './refusal';

/**
 * One-shot of a deployment: brings the registry of DATABASE_URL to the newest schema. With `--demo`, where both suppliers say
 * that they are sandboxes and the registry is empty, it loads the demo data too.
 */
async function main(): Promise<void> {
  const config = readConfig();
  if (!config.DATABASE_URL) throw new StartRefused('DATABASE_URL is not set.');
  await migrate(config.DATABASE_URL);
  process.stdout.write('Registry: migrations\n');
  if (!process.argv.includes('--demo')) return;
  await proveSandboxes(config);
  const loaded = await loadDemoData(config.DATABASE_URL, config);
  if (loaded === 'not empty') throw new StartRefused('The demo data is loaded into an empty registry alone; this one holds data of its own.');
  process.stdout.write('Registry: demo data\n');
}

async function proveSandboxes(config: Config): Promise<void> {
  const [held] = await admitAtBoot(createAdmissions(config, LADDERS[config.LADDERS], noRegistry({ holdsDemoData: true })));
  if (held) throw new StartRefused(`The demo data is not loaded: ${held}.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
});
