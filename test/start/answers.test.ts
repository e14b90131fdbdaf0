import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../src/start/process/ports';

const deploy = join(__dirname, '..', '..', 'deploy');

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
