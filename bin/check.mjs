#!/usr/bin/env node
import './node-version.mjs';
import { join } from 'node:path';
import { changedByGenerating } from './generated.mjs';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
const module = (...parts) => join(root, 'node_modules', ...parts);
const steps = [
  ['format and lint', () => run(process.execPath, [module('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'])],
  [
    'arrows',
    () => run(process.execPath, [module('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'src']),
  ],
  ['types', () => run(process.execPath, [module('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'test/tsconfig.json'])],
  ['generated files unchanged', changedByGenerating],
  ['tests', () => run(process.execPath, [module('jest', 'bin', 'jest.js'), ...process.argv.slice(2)])],
];

for (const [name, step] of steps) {
  process.stderr.write(`== ${name}\n`);
  const code = await step();
  if (code !== 0) {
    process.stderr.write(`check: ${name} failed\n`);
    process.exitCode = code;
    break;
  }
}
