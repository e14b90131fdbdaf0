import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');

/**
 * The reader as plain JavaScript over dist/, in the given folder: what compiles TypeScript on the way would count as memory of
 * the reading process and make every ratio look better than it is.
 */
export function compiledReader(folder: string): { readonly script: string; readonly environment: Readonly<Record<string, string>> } {
  const filename = join(__dirname, 'reader.ts');
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const script = join(folder, 'reader.cjs');
  writeFileSync(script, code.replaceAll('../../src/', `${join(ROOT, 'dist')}/`));
  return { script, environment: { NODE_PATH: join(ROOT, 'node_modules') } };
}
