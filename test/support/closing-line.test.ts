import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BUDGET_S, summary } from './services/closing-line.cjs';

const file = (path: string, seconds: number, more: object = {}) => ({
  testFilePath: join('/repo/test', path),
  perfStats: { start: 0, end: seconds * 1000 },
  testResults: [],
  numFailingTests: 0,
  ...more,
});
const results = (changes: object) => ({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...changes });

test('the last line counts what passed and failed', () => {
  expect(summary(results({ numPassedTests: 12, numFailedTests: 1 }), '/repo/test').at(-1)).toBe('12 passed, 1 failed');
});

test('a file that could not be run counts as a failure', () => {
  const broken = file('api/a.test.ts', 0, { testExecError: new Error('syntax') });
  expect(summary(results({ numPassedTests: 12, testResults: [broken] }), '/repo/test').at(-1)).toBe('12 passed, 1 failed');
});

test('what was skipped is named and counted', () => {
  const page = file('api/page.test.ts', 1, { testResults: [{ status: 'pending', fullName: 'the console shows a day' }] });
  const lines = summary(results({ numPassedTests: 3, numPendingTests: 1, testResults: [page] }), '/repo/test');
  expect(lines).toContain('skipped: api/page.test.ts: the console shows a day');
  expect(lines.at(-1)).toBe('3 passed, 0 failed, 1 skipped');
});

test('a folder over its budget is marked', () => {
  const lines = summary(
    results({ testResults: [file('domain/a.test.ts', 15), file('domain/b.test.ts', 900), file('wire/a.test.ts', 1)] }),
    '/repo/test',
  );
  expect(lines.find((line) => line.startsWith('domain'))).toMatch(/ 915\.0 .*over its budget$/);
  expect(lines.find((line) => line.startsWith('wire'))).not.toContain('over');
});

test('the budgets together are fifteen minutes of two workers at most, and every folder of tests has one', () => {
  expect(Object.values(BUDGET_S).reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(1800);
  const hasTests = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.test.ts'));
  const root = join(__dirname, '..');
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && hasTests(join(root, entry.name)));
  expect(folders.map((entry) => entry.name).filter((name) => !(name in BUDGET_S))).toEqual([]);
});
