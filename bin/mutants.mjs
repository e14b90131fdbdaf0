#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';

// Nothing of dist/ is broken, so nothing is built.
await prepare({ build: false });
const register = join(root, 'test', 'support', 'services', 'register.cjs');
process.exitCode = await run(process.execPath, ['-r', register, join(root, 'matrix', 'mutants', 'main.ts'), ...process.argv.slice(2)]);
