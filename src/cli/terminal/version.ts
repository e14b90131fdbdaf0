import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Io } from './io';

/** Of the checkout this file was built in. */
export function tolemVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as { version: unknown };
  return String(version);
}

/** `tolem version`. */
export function versionCommand(io: Io): Command {
  return new Command('version').action((_options: unknown, command: Command) => {
    const version = tolemVersion();
    const node = process.version;
    io.out(command.optsWithGlobals()['json'] ? `${JSON.stringify({ version, node })}\n` : `Tolem ${version}, Node.js ${node}\n`);
  });
}
