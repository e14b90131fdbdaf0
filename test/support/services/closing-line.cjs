const { relative, sep } = require('node:path');

/**
 * Seconds a folder of test/ may take, summed over its files. Two workers run side by side, so all together stay below
 * thirty minutes of work for the fifteen that the whole may take on two cores.
 */
const BUDGET_S = {
  domain: 10,
  contracts: 5,
  wire: 10,
  suppliers: 100,
  registry: 55,
  'staff-view': 10,
  activities: 55,
  api: 110,
  cli: 65,
  sandbox: 45,
  start: 120,
  guarantees: 680,
  workflows: 60,
  worker: 15,
  temporal: 30,
  support: 40,
  docs: 25,
  matrix: 5,
  'bank-day': 185,
  month: 100,
};
const OTHER_BUDGET_S = 30;

/** The time of each folder of test/ beside its budget, what was skipped, and the closing line. */
function summary(results, testFolder) {
  const folderOf = (file) => relative(testFolder, file.testFilePath).split(sep)[0];
  const spent = new Map();
  for (const file of results.testResults) {
    const { start, end } = file.perfStats;
    spent.set(folderOf(file), (spent.get(folderOf(file)) ?? 0) + (end - start) / 1000);
  }
  const lines = ['', 'folder              seconds   budget'];
  for (const [folder, seconds] of [...spent].sort()) {
    const budget = BUDGET_S[folder] ?? OTHER_BUDGET_S;
    const over = seconds > budget ? '   over its budget' : '';
    lines.push(`${folder.padEnd(18)} ${seconds.toFixed(1).padStart(8)} ${String(budget).padStart(8)}${over}`);
  }
  for (const file of results.testResults) {
    const names = file.testResults.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName);
    for (const name of names) lines.push(`skipped: ${relative(testFolder, file.testFilePath)}: ${name}`);
  }
  // A file that could not be run at all has no tests to count and is a failure all the same.
  const broken = results.testResults.filter((file) => file.testExecError && file.numFailingTests === 0).length;
  const skipped = results.numPendingTests + results.numTodoTests;
  lines.push('', `${results.numPassedTests} passed, ${results.numFailedTests + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return lines;
}

/** Closes a run with the line `N passed, N failed`, alone on the last line of everything that is printed. */
module.exports = class ClosingLine {
  constructor(globalConfig) {
    this.testFolder = `${globalConfig.rootDir}${sep}test`;
  }

  onRunComplete(_contexts, results) {
    const lines = summary(results, this.testFolder);
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
};
module.exports.summary = summary;
module.exports.BUDGET_S = BUDGET_S;
