import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Takes `.env` of the checkout where there is one; what the environment already says wins. */
export function loadSettings() {
  const file = join(root, '.env');
  if (!existsSync(file)) return;
  if (typeof process.loadEnvFile !== 'function') {
    process.stderr.write('Reading .env needs Node.js 20.12 or newer: export its variables yourself or remove it.\n');
    process.exit(1);
  }
  process.loadEnvFile(file);
}
