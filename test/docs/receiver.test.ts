import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../../src/config';
import { WebhookSender } from '../../src/wire/webhook';
import { until } from '../support/until';
import { fences, page } from './markdown';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;
const BODY = '{"RequestID":261122114599656,"ResponseType":"CallBack","TransactinID":420,"ResponseStatus":10,"Message":"Транзакция успешна"}';

let folder: string;
let receiver: ChildProcess;
let output = '';
const sender = new WebhookSender({ limitMs: 5_000, connectMs: 2_000, allowLoopback: true, connections: 2 });

/** The receiver that INTEGRATION prints, as a process of its own. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tolem-receiver-'));
  const program = fences(page('docs/INTEGRATION.md')).find(({ language }) => language === 'js')?.text ?? '';
  const path = join(folder, 'receiver.mjs');
  writeFileSync(path, program);
  receiver = spawn(process.execPath, [path], { env: childEnvironment({ CALLBACK_SECRET: SECRET, PORT: '0' }) });
  for (const stream of [receiver.stdout, receiver.stderr]) stream?.on('data', (piece) => (output += String(piece)));
});
afterAll(async () => {
  const gone = new Promise((resolve) => receiver.once('exit', resolve));
  receiver.kill('SIGKILL');
  await gone;
  await sender.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = async (secret: string | null) => {
  const port = await until('the receiver listens', () => /listening on (\d+)/.exec(output)?.[1] ?? null);
  return sender.send({ url: `http://127.0.0.1:${port}/tolem`, id: 'msg_1', body: BODY, secret });
};

test('the receiver of INTEGRATION takes what Tolem signs, and prints it', async () => {
  expect(await send(SECRET)).toEqual({ ended: 'delivered' });
  await until('it is printed', () => output.includes(BODY));
});

test.each([
  ['with another secret', `whsec_${Buffer.from('another secret of ours..').toString('base64')}`],
  ['without a signature', null],
])('it refuses what comes %s', async (_what, secret) => {
  expect(await send(secret)).toMatchObject({ ended: 'failed', reason: 'HTTP 401' });
});
