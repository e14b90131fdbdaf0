import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DAY_SCENES } from './day-scenes';
import { BUNDLE, replay } from './replaying';
import { historyOf } from './scene';
import { SCENES } from './scenes';
import { stage } from './stage';

/**
 * Histories of every shape a workflow has had are replayed against today's code without a server: a change that alters commands fails
 * here and belongs behind `patched()`. RECORD_HISTORIES=1 adds shapes of scenes.ts that test/histories lacks; what is kept stays as the
 * code of its time made it.
 */
const FOLDER = join(__dirname, '..', 'histories');
const kept = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
/** Longer than any payload that a workflow needs. */
const LARGE = 100_000;
const made = mkdtempSync(join(tmpdir(), 'tolem-histories-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Where a worker ran, its stack traces, and what only made a history large are no part of its shape. */
function withoutTraces(history: string): string {
  const hidden: Record<string, string> = { stackTrace: '', identity: 'worker' };
  const shown = (key: string, value: unknown) => hidden[key] ?? (typeof value === 'string' && value.length > LARGE ? '' : value);
  return JSON.stringify(JSON.parse(history, shown), null, 1);
}

function keep(file: string): void {
  const place = join(FOLDER, basename(file));
  if (!existsSync(place)) copyFileSync(file, place);
}

test('the kept histories, one or more of each workflow, replay on today’s code', async () => {
  expect(new Set(kept.map((name) => name.split('-')[0]))).toEqual(new Set(['payment', 'callback', 'reversal', 'reconciliation', 'launch']));
  expect(await replay(kept.map((name) => join(FOLDER, name)))).toEqual(Object.fromEntries(kept.map((name) => [name, 'replayed'])));
}, 60_000);

test('a history that today’s code would not have made is refused', async () => {
  const wrong = join(made, 'wrong.json');
  writeFileSync(
    wrong,
    readFileSync(join(FOLDER, 'payment-straight.json'), 'utf8')
      .replaceAll('"name": "pay"', '"name": "poll"')
      .replaceAll('"name":"pay"', '"name":"poll"'),
  );
  expect(await replay([wrong])).toEqual({ 'wrong.json': 'DeterminismViolationError' });
}, 60_000);

test('a workflow carries Temporal’s own packages and no other: each payment runs all of its bundle anew', () => {
  const modules = readFileSync(BUNDLE, 'utf8').matchAll(/^\/\*\*\*\/ "[^"]*\/node_modules\/((?:@[^/"]+\/)?[^/"]+)/gm);
  const packages = new Set([...modules].map(([, name]) => name));
  expect([...packages].sort()).toEqual(['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']);
});

test('every shape made now replays on the code that made it', async () => {
  const on = await stage();
  try {
    const runs = await Promise.all(Object.entries({ ...SCENES, ...DAY_SCENES }).map(async ([name, play]) => [name, await play(on)] as const));
    const files = await Promise.all(
      runs.flatMap(([name, took]) =>
        took.map(async (run, at) => {
          const file = join(made, `${name}${at === 0 ? '' : `-${at + 1}`}.json`);
          writeFileSync(file, withoutTraces(historyToJSON(await historyOf(on.starts.client.workflow, run))));
          return file;
        }),
      ),
    );
    expect(await replay(files)).toEqual(Object.fromEntries(files.map((file) => [basename(file), 'replayed'])));
    if (process.env['RECORD_HISTORIES']) for (const file of files) keep(file);
  } finally {
    await on.close();
  }
}, 120_000);
