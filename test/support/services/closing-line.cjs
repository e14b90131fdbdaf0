const { relative, sep } = require('node:path');

/** Seconds a folder of test/ may take on two cores; together below the fifteen minutes that the whole may take. */
const BUDGET_S = {
  domain: 20,
  contracts: 20,
  wire: 40,
  suppliers: 60,
  registry: 80,
  activities: 60,
  workflows: 120,
  worker: 60,
  api: 90,
  cli: 60,
  sandbox: 60,
  start: 100,
  guarantees: 100,
  support: 20,
};
const OTHER_BUDGET_S = 10;

/** Prints the time of each folder beside its budget and closes with the line `N passed, N failed`, alone. */
module.exports = class ClosingLine {
  constructor(globalConfig) {
    this.root = `${globalConfig.rootDir}${sep}test`;
  }

  onRunComplete(_contexts, results) {
    const spent = new Map();
    for (const file of results.testResults) {
      const folder = relative(this.root, file.testFilePath).split(sep)[0];
      const { start, end } = file.perfStats;
      spent.set(folder, (spent.get(folder) ?? 0) + (end - start) / 1000);
    }
    this.lines = ['', 'folder              seconds   budget'];
    for (const [folder, seconds] of [...spent].sort()) {
      const budget = BUDGET_S[folder] ?? OTHER_BUDGET_S;
      this.lines.push(
        `${folder.padEnd(18)} ${seconds.toFixed(1).padStart(8)} ${String(budget).padStart(8)}${seconds > budget ? '   over its budget' : ''}`,
      );
    }
    // A file that could not be run at all has no tests to count and is a failure all the same.
    const broken = results.testResults.filter((file) => file.testExecError && file.numFailingTests === 0).length;
    const failed = results.numFailedTests + broken;
    const skipped = results.numPendingTests + results.numTodoTests;
    for (const file of results.testResults) {
      const names = file.testResults.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName);
      for (const name of names) this.lines.push(`skipped: ${relative(this.root, file.testFilePath)}: ${name}`);
    }
    this.lines.push('', `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    process.once('exit', () => process.stdout.write(`${this.lines.join('\n')}\n`));
  }
};
