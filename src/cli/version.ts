import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Io } from './io';

const Package = z.object({ version: z.string() });

/** Of the checkout this file was built in. */
export const tolemVersion = (): string => Package.parse(JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'))).version;

/** `tolem version`. */
export function versionCommand(io: Io): Command {
  return new Command('version').description('the version of Tolem and of Node.js').action((_options: unknown, command: Command) => {
    const version = tolemVersion();
    const node = process.version;
    io.out(command.optsWithGlobals()['json'] ? `${JSON.stringify({ version, node })}\n` : `Tolem ${version}, Node.js ${node}\n`);
  });
}
