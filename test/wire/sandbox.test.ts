import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { freePort } from '../../src/start/process/ports';
import { askWhetherSandbox } from '../../src/wire/sandbox';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function web(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`;
}
const ask = (url: string) => askWhetherSandbox(url, { limitMs: 500 });

test.each([200, 302, 404, 405, 500, 503])('whoever sends the header is a sandbox, whatever its status: %i', async (status) => {
  const url = await web((_, response) => response.writeHead(status, { 'tolem-sandbox': '1', location: '/elsewhere' }).end('whatever'));
  expect(await ask(url)).toEqual({ is: 'sandbox' });
});

test.each([
  ['without the header', {}],
  ['with another word in it', { 'tolem-sandbox': '0' }],
  ['with an empty one', { 'tolem-sandbox': '' }],
  ['with two', { 'tolem-sandbox': ['1', '0'] }],
])('an answer %s is no sandbox’s', async (_, headers) => {
  expect(await ask(await web((__, response) => response.writeHead(200, headers).end('ok')))).toEqual({ is: 'no sandbox' });
});

test('a redirect to a sandbox is not followed: the word counts of who was asked', async () => {
  const sandbox = await web((_, response) => response.writeHead(200, { 'tolem-sandbox': '1' }).end());
  const url = await web((_, response) => response.writeHead(307, { location: sandbox }).end());
  expect(await ask(url)).toEqual({ is: 'no sandbox' });
});

test('the question is a GET without a body, made once', async () => {
  const asked: string[] = [];
  const url = await web((request, response) => {
    request.on('data', (bytes: Buffer) => asked.push(bytes.toString()));
    asked.push(`${request.method} ${request.url} ${request.headers['content-length'] ?? 'no body'} ${request.headers.connection}`);
    response.end();
  });
  await ask(url);
  expect(asked).toEqual(['GET /service no body close']);
});

test('an endless answer is not waited for', async () => {
  const url = await web((_, response) => {
    response.writeHead(200, { 'tolem-sandbox': '1' });
    const more = setInterval(() => response.write('x'.repeat(40_000)), 1);
    response.on('close', () => clearInterval(more));
  });
  expect(await ask(url)).toEqual({ is: 'sandbox' });
});

test('who does not answer has said nothing, and why is told', async () => {
  const deaf = createTcpServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => deaf.once('listening', resolve));
  deaf.unref();
  expect(await ask(`http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`)).toEqual({ is: 'no answer', why: 'no answer within 0.5 s' });
  expect(await ask(`http://127.0.0.1:${await freePort()}/`)).toMatchObject({ is: 'no answer', why: expect.stringContaining('ECONNREFUSED') });
  expect(await ask(`http://localhost:${await freePort()}/`)).toMatchObject({ is: 'no answer', why: expect.stringContaining('ECONNREFUSED') });
});
