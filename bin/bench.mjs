#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
process.exitCode = await run(process.execPath, [join(root, 'bench', 'main.mjs'), ...process.argv.slice(2)]);
