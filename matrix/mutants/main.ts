import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LongRun } from '../../test/support/long-run';
import { brokenDomain } from './domain';
import { TABLE } from './table/table';
import { brokenLines } from './table-run';

/** `npm run mutants`: breaks the sources line by line, in a copy, and looks whether the tests notice. */
const USAGE = 'Usage: npm run mutants [-- --only domain | --only domain/NAME | --only PART-OF-A-FILE’S-PATH] [--at-once N]';
const LIMIT_MS = 59 * 60_000;
const DOMAIN = 'domain';

function run(only: string | null, atOnce: number | null): Promise<void> {
  // The name is one that a later run sweeps, should this one be killed.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tolem-test-mutants')));
  const run = new LongRun(async () => rmSync(folder, { recursive: true, force: true }));
  return run.within(LIMIT_MS, async () => {
    const wrong: string[] = [];
    const said: string[] = [];
    if (only === null || only.startsWith(DOMAIN)) {
      const part = only?.split('/')[1];
      const domain = await brokenDomain(folder, part ? `src/domain/${part}.ts` : 'src/domain/**/*.ts', atOnce, run.say);
      wrong.push(...domain.wrong);
      said.push(`src/domain: ${domain.caught} of ${domain.mutants} caught, ${domain.equivalent} mean the same`);
    }
    const table = TABLE.filter(({ file }) => only === null || (!only.startsWith(DOMAIN) && file.includes(only)));
    if (table.length > 0) {
      const unnoticed = await brokenLines(folder, table, run.say);
      wrong.push(...unnoticed);
      said.push(`by table: ${table.length} lines broken, ${unnoticed.length} times not noticed`);
    }
    if (said.length === 0) return run.end(2, `nothing is broken whose file contains “${only}”`);
    for (const each of wrong) process.stderr.write(`\n${each}\n`);
    await run.end(wrong.length > 0 ? 1 : 0, `${said.join('; ')}${wrong.length > 0 ? `: ${wrong.length} WRONG` : ''}`);
  });
}

const { values } = parseArgs({ options: { only: { type: 'string' }, 'at-once': { type: 'string' } }, strict: false });
const only = values.only === undefined ? null : String(values.only);
const atOnce = values['at-once'] === undefined ? null : Number.parseInt(String(values['at-once']), 10);
if (Object.keys(values).some((name) => !['only', 'at-once'].includes(name)) || only === '' || (atOnce !== null && !(atOnce >= 1))) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else void run(only, atOnce);
