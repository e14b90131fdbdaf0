import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../src/start/ports';
import { until } from '../support/until';

const deploy = join(__dirname, '..', '..', 'deploy');

test('a process in a container reaches a sandbox of another through its own loopback', async () => {
  const sandbox = createServer((_, response) => response.end('the sandbox'));
  await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const forward = `127.0.0.1:${port}=127.0.0.1:${(sandbox.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['--import', join(deploy, 'forward.mjs'), '-e', 'setTimeout(() => {}, 60000)'], {
    env: { FORWARD: forward },
  });
  try {
    const said = await until('the forward answers', async () => (await fetch(`http://127.0.0.1:${port}`).catch(() => undefined))?.text());
    expect(said).toBe('the sandbox');
  } finally {
    child.kill('SIGKILL');
    sandbox.close();
  }
});

test('the health check of a container says by its exit code whether the address answers', async () => {
  const server = createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const check = (url: string) =>
    new Promise<number | null>((resolve) => spawn(process.execPath, [join(deploy, 'answers.mjs'), url], { stdio: 'ignore' }).once('exit', resolve));
  expect([await check(`${base}/health`), await check(`${base}/sick`)]).toEqual([0, 1]);
  server.close();
  expect(await check(`http://127.0.0.1:${await freePort()}/`)).toBe(1);
});
