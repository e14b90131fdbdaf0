// Replays the histories named on the command line against a workflow bundle, outside jest: the SDK's protocol classes do
// not survive jest's separate realms. Usage: replay.cjs BUNDLE FILE...; its last line is one JSON object, file → how it ended.
const { readFileSync } = require('node:fs');
const { basename } = require('node:path');
const { historyFromJSON } = require('@temporalio/common/lib/proto-utils');
const { DefaultLogger, Runtime, Worker } = require('@temporalio/worker');

async function main([bundle, ...files]) {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
  const histories = files.map((file) => ({ workflowId: basename(file), history: historyFromJSON(JSON.parse(readFileSync(file, 'utf8'))) }));
  // Under a debugger the workflow runs in this thread, where its breakpoints are met.
  const debugMode = process.execArgv.some((each) => each.startsWith('--inspect'));
  const ends = {};
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath: bundle }, debugMode }, histories))
    ends[workflowId] = error ? error.name : 'replayed';
  process.stdout.write(`\n${JSON.stringify(ends)}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
