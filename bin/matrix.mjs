#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
// From its TypeScript sources, as the processes that tests start.
const register = join(root, 'test', 'support', 'services', 'register.cjs');
process.exitCode = await run(process.execPath, ['-r', register, join(root, 'matrix', 'main.ts'), ...process.argv.slice(2)]);
