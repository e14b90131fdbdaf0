import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE as BARE } from '../../bench/bare/bundle';
import { PAY, TOLD } from './scenes';
import { stage } from './stage';

/** The benchmark's lifecycle is a ratio to this: what it costs Temporal must be what a payment costs, event for event. */
const folder = mkdtempSync(join(tmpdir(), 'tolem-bare-'));
beforeAll(() => {
  const bundle = `require(${JSON.stringify(require.resolve('../../bench/bare/bundle.ts'))}).writeBundle(${JSON.stringify(folder)})`;
  execFileSync(process.execPath, ['-r', require.resolve('../support/services/register.cjs'), '-e', bundle]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** What differs between any two payments: moments, numbers that the server gives, and where the tasks ran. */
const OWN = /Time$|Id$|taskId|identity/;

/** The history of a straight payment as data, its payloads read, without how the server handed out its tasks. */
async function straight(bundle?: string): Promise<unknown> {
  const on = await stage(bundle);
  try {
    const scene = await on.begins({ check: [PAY], pay: [TOLD], callback: [true] });
    await scene.handle.result();
    const events = (await scene.events()).filter((event) => !event.workflowTaskScheduledEventAttributes && !event.workflowTaskStartedEventAttributes);
    const made = events.filter((event) => !event.workflowTaskCompletedEventAttributes && !event.activityTaskStartedEventAttributes);
    const text = JSON.stringify(made, (key, value) => {
      if (OWN.test(key)) return undefined;
      return value?.metadata && value.data ? JSON.parse(Buffer.from(value.data, 'base64').toString('utf8')) : value;
    });
    const { request, transaction } = scene.payment;
    const named = text.replaceAll(on.starts.prefix, 'prefix').replaceAll(request, 'RequestID').replaceAll(transaction, 'number');
    return JSON.parse(named.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'));
  } finally {
    await on.close();
  }
}

test('a bare workflow has a payment’s events, options, summaries, attributes and messages', async () => {
  const payment = await straight();
  expect(payment).toHaveLength(9);
  expect(await straight(join(folder, BARE))).toEqual(payment);
}, 60_000);
