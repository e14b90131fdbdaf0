import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { copyOfSources, ROOT } from './copy';
import { EQUIVALENT, type Equivalent } from './equivalent';

/** Where Stryker's report can be looked at. */
const REPORT = join(ROOT, 'matrix', 'mutants', 'report');
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          replacement: z.string().optional(),
          location: z.object({ start: z.object({ line: z.number(), column: z.number() }), end: z.object({ line: z.number(), column: z.number() }) }),
        }),
      ),
    }),
  ),
});
type Report = z.infer<typeof Report>;

/** A broken line that no test noticed. */
export interface Survivor {
  readonly file: string;
  /** Where it begins. */
  readonly line: string;
  readonly was: string;
  readonly became: string;
}

export interface DomainRun {
  readonly mutants: number;
  readonly caught: number;
  /** Of those that change nothing, which are named beforehand. */
  readonly equivalent: number;
  readonly wrong: readonly string[];
}

/** StrykerJS breaks every expression of `src/domain` in turn; the tests of `test/domain` must notice each that means something. */
export async function brokenDomain(folder: string, only: string, atOnce: number | null, say: (line: string) => void): Promise<DomainRun> {
  const copy = copyOfSources(join(folder, 'domain'));
  mkdirSync(REPORT, { recursive: true });
  const json = join(REPORT, 'domain.json');
  writeFileSync(
    join(copy, 'stryker.config.json'),
    JSON.stringify({
      mutate: [only],
      testRunner: 'jest',
      plugins: ['@stryker-mutator/jest-runner'],
      jest: { projectType: 'custom', configFile: 'matrix/mutants/jest.domain.cjs' },
      coverageAnalysis: 'perTest',
      inPlace: true,
      // The compiler that is installed has no JavaScript API, and nothing here needs it.
      tsconfigFile: 'none.json',
      disableTypeChecks: false,
      concurrency: atOnce ?? availableParallelism(),
      reporters: ['progress-append-only', 'json', 'html'],
      jsonReporter: { fileName: json },
      htmlReporter: { fileName: join(REPORT, 'domain.html') },
      warnings: { slow: false },
    }),
  );
  await stryker(copy, say);
  return judged(Report.parse(JSON.parse(readFileSync(json, 'utf8'))));
}

function stryker(copy: string, say: (line: string) => void): Promise<void> {
  const child = spawn(process.execPath, [STRYKER, 'run', 'stryker.config.json', '--logLevel', 'error'], { cwd: copy, stdio: ['ignore', 'pipe', 2] });
  // With this process it ends: its input side of the pipe breaks, and the copy is gone.
  process.once('exit', () => child.kill('SIGKILL'));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.startsWith('Mutation testing')) say(line.replace('Mutation testing ', 'src/domain:'));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Stryker ended with ${code}`))));
  });
}

const UNNOTICED = ['Survived', 'NoCoverage'];
/** With the last the tests could not even be loaded. */
const CAUGHT = ['Killed', 'Timeout', 'RuntimeError'];

export function judged({ files }: Report): DomainRun {
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.map(({ status, replacement = '', location: { start, end } }) => {
      const part = lines.slice(start.line - 1, end.line);
      part[part.length - 1] = (part.at(-1) ?? '').slice(0, end.column - 1);
      part[0] = (part[0] ?? '').slice(start.column - 1);
      return { status, file, line: (lines[start.line - 1] ?? '').trim(), was: part.join('\n'), became: replacement };
    });
  });
  const unnoticed = all.filter(({ status }) => UNNOTICED.includes(status));
  const isNamed = (each: Survivor) => EQUIVALENT.some((named) => isSame(named, each));
  const stale = EQUIVALENT.filter((named) => named.file in files && !unnoticed.some((each) => isSame(named, each)));
  return {
    mutants: all.length,
    caught: all.filter(({ status }) => CAUGHT.includes(status)).length,
    equivalent: unnoticed.filter(isNamed).length,
    wrong: [
      ...unnoticed.filter((each) => !isNamed(each)).map((each) => `no test notices ${inWords(each)}`),
      ...stale.map((named) => `named as equivalent, and is not there or is caught: ${inWords(named)}`),
    ],
  };
}

const isSame = (named: Equivalent, each: Survivor): boolean =>
  named.file === each.file && each.line.includes(named.line) && named.was === each.was && named.became === each.became;
const inWords = ({ file, line, was, became }: Survivor | Equivalent): string => `${file}: ${line}\n    ${was}\n  → ${became}`;
