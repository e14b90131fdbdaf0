import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.mjs';

/**
 * Files of the repository that the program writes itself: each with the module of dist/ whose `generate()` resolves
 * with the text that should stand there.
 */
const GENERATED = [];

/** 0 when each generated file is as its source says, else 1 with the names of those that are not. */
export async function changedByGenerating(list = GENERATED) {
  let code = 0;
  for (const { file, module } of list) {
    const { generate } = await import(pathToFileURL(join(root, 'dist', module)).href);
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === (await generate())) continue;
    process.stderr.write(`${file} is not what ${module} generates\n`);
    code = 1;
  }
  return code;
}
