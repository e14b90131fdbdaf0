#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
process.exitCode = await run(process.execPath, [jest, ...process.argv.slice(2)]);
