import { readConfig } from '../config';
import { loadDemoData } from '../registry/demo';
import { migrate } from '../registry/migrate';
import { Refusal, sentenceOf } from './refusal';

/** One-shot of a deployment: brings the registry of DATABASE_URL to the newest schema; with `--demo` loads the demo data too. */
async function main(): Promise<void> {
  const config = readConfig();
  if (!config.DATABASE_URL) throw new Refusal('DATABASE_URL is not set.');
  await migrate(config.DATABASE_URL);
  process.stdout.write('Registry: migrations\n');
  if (!process.argv.includes('--demo')) return;
  await loadDemoData(config.DATABASE_URL, config);
  process.stdout.write('Registry: demo data\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
});
