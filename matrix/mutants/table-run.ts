import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import setup from '../../test/support/services/setup';
import teardown from '../../test/support/services/teardown';
import { copyOfSources, ROOT } from './copy';
import { broken, type Mutant } from './mutant';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
/** Of one run of a few test files; a broken line may make each of their tests wait until its own limit. */
const RUN_MS = 5 * 60_000;

const Results = z.object({
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) })),
});

/** Breaks one line after the other, and has the tests that are named for it run: each file must fail by a test of its own. */
export async function brokenLines(folder: string, table: readonly Mutant[], say: (line: string) => void): Promise<string[]> {
  const copy = copyOfSources(join(folder, 'table'));
  await setup({ nonFlagArgs: ['some'] });
  const wrong: string[] = [];
  try {
    const files = [...new Set(table.flatMap(({ red }) => red))];
    const whole = await failures(copy, files);
    const red = files.filter((file) => whole.get(file)?.failed !== 0 || whole.get(file)?.passed === 0);
    if (red.length > 0) return [`without anything broken these fail: ${red.join(', ')}`];
    say(`${files.length} test files pass with nothing broken`);
    for (const [at, mutant] of table.entries()) {
      const file = join(copy, mutant.file);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, broken(text, mutant));
      const seen = await failures(copy, mutant.red);
      writeFileSync(file, text);
      const unnoticed = mutant.red.filter((each) => !seen.get(each)?.failed);
      wrong.push(...unnoticed.map((each) => `${each} does not notice ${mutant.file}: ${mutant.was} → ${mutant.becomes}`));
      say(`${at + 1} of ${table.length}: ${mutant.file}: ${mutant.was} → ${mutant.becomes}: ${unnoticed.length === 0 ? 'caught' : 'NOT CAUGHT'}`);
    }
    return wrong;
  } finally {
    await teardown();
  }
}

interface Seen {
  readonly failed: number;
  readonly passed: number;
}

/** By test file. One that could not even be loaded has no tests: that proves nothing about them. */
async function failures(copy: string, files: readonly string[]): Promise<Map<string, Seen>> {
  const output = join(copy, 'results.json');
  rmSync(output, { force: true });
  const options = ['--config', 'matrix/mutants/jest.config.cjs', '--runInBand', '--silent', '--json', `--outputFile=${output}`, '--runTestsByPath'];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [JEST, ...options, ...files], { cwd: copy, stdio: 'ignore', timeout: RUN_MS, killSignal: 'SIGKILL' });
    process.once('exit', () => child.kill('SIGKILL'));
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  return resultsOf(output, copy);
}

function resultsOf(output: string, copy: string): Map<string, Seen> {
  try {
    const { testResults } = Results.parse(JSON.parse(readFileSync(output, 'utf8')));
    return new Map(
      testResults.map(({ name, assertionResults }) => {
        const count = (status: string) => assertionResults.filter((each) => each.status === status).length;
        return [name.slice(copy.length + 1), { failed: count('failed'), passed: count('passed') }];
      }),
    );
  } catch {
    // It was ended by its limit, and nothing is known.
    return new Map();
  }
}
