import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import net, { type AddressInfo, connect, createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { type Call, HttpClient } from '../../src/wire/http';
import { until } from '../support/until';

/** How a call ends decides whether money may be sent again: `not sent` must be certain, all else that brought no whole answer is `unknown`. */
const servers: Array<Server | HttpServer> = [];
const sockets = new Set<Socket>();
const clients: HttpClient[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const listening = async (server: Server | HttpServer): Promise<number> => {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const web = (handler: RequestListener) => listening(createHttpServer(handler));
/** A server that speaks bytes; `received` is what came. */
const bytes = async (speak: (socket: Socket, received: string) => void) => {
  const state = { received: '', connections: 0 };
  const port = await listening(
    createServer((socket) => {
      state.connections++;
      socket.on('data', (data) => {
        state.received += data.toString('latin1');
        speak(socket, state.received);
      });
    }),
  );
  return { state, port };
};

const client = (change: Partial<ConstructorParameters<typeof HttpClient>[0]> = {}): HttpClient => {
  const made = new HttpClient({ connections: 2, queue: 5, connectMs: 2_000, ...change });
  clients.push(made);
  return made;
};
const call = (port: number, change: Partial<Call> = {}): Call => ({
  url: `http://127.0.0.1:${port}/home/index`,
  body: 'Amount=100.00',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  limitMs: 2_000,
  slotWaitMs: 1_000,
  maxBytes: 10_000,
  ...change,
});

describe('answered', () => {
  test('a whole answer, its status, type and bytes; the body left as it was given', async () => {
    const seen: string[] = [];
    const port = await web((request, response) => {
      request.on('data', (data) => seen.push(String(data)));
      request.on('end', () => response.writeHead(502, { 'content-type': 'text/html', 'retry-after': '7' }).end('<h1>Қате</h1>'));
    });
    const result = await client().post(call(port, { body: 'Account=Қ&x=1', permit: async () => true }));
    expect(result).toMatchObject({ outcome: 'answered', status: 502, contentType: 'text/html', retryAfter: '7' });
    expect(result.outcome === 'answered' && result.body.toString()).toBe('<h1>Қате</h1>');
    expect(seen.join('')).toBe('Account=Қ&x=1');
  });

  test('a blank 200 is an answer: what it means is the caller’s matter', async () => {
    const port = await web((_request, response) => void response.end());
    expect(await client().post(call(port))).toMatchObject({ outcome: 'answered', status: 200, body: Buffer.alloc(0) });
  });

  test('a redirect is an answer and is not followed', async () => {
    let calls = 0;
    const port = await web((_request, response) => {
      calls++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await client().post(call(port))).toMatchObject({ outcome: 'answered', status: 307 });
    expect(calls).toBe(1);
  });

  test('connections are not kept: each call has its own', async () => {
    const used = new Set<unknown>();
    const port = await web((request, response) => {
      used.add(request.socket);
      response.end('{}');
    });
    const http = client();
    for (let n = 0; n < 3; n++) await http.post(call(port));
    expect(used.size).toBe(3);
  });
});

describe('not sent', () => {
  test('nobody listens', async () => {
    const port = await web(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    for (const permit of [undefined, async () => true]) {
      const result = await client().post(call(port, permit ? { permit } : {}));
      expect(result).toMatchObject({ outcome: 'not sent', reason: expect.stringContaining('ECONNREFUSED') });
      expect(result).not.toHaveProperty('ours');
    }
  });

  test('the name is not found', async () => {
    const lookup: LookupFunction = (host, _options, done) => done(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }), '', 4);
    expect(await client({ lookup }).post({ ...call(1), url: 'http://processing.example/home/index' })).toMatchObject({ outcome: 'not sent' });
  });

  test.each([
    ['withdrawn', async () => false],
    ['not to be had', () => Promise.reject(new Error('database away'))],
  ])('the permit is %s: not one byte leaves, and the fault is ours', async (_name, permit) => {
    const { state, port } = await bytes(() => undefined);
    expect(await client().post(call(port, { permit }))).toMatchObject({ outcome: 'not sent', ours: true, reason: expect.stringContaining('permit') });
    expect(state.received).toBe('');
  });

  test('the permit is asked once, on the open connection, and the bytes follow it', async () => {
    const { state, port } = await bytes((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}'));
    const asked: Array<{ connections: number; received: string }> = [];
    const permit = async () => {
      await until('the connection', () => state.connections);
      asked.push({ ...state });
      return true;
    };
    expect(await client().post(call(port, { permit }))).toMatchObject({ outcome: 'answered' });
    expect(asked).toEqual([{ connections: 1, received: '' }]);
    expect(state.received).toMatch(/^POST \/home\/index HTTP\/1\.1\r\n[\s\S]*content-length: 13\r\n[\s\S]*\r\nAmount=100\.00$/i);
  });

  test('without a connection the permit is not even asked', async () => {
    let asked = 0;
    const result = await client().post(call(1, { permit: async () => ++asked > 0 }));
    expect([result.outcome, asked]).toEqual(['not sent', 0]);
  });

  test('no connection comes free in time, the queue is full, or the caller leaves', async () => {
    const port = await web(() => undefined);
    const http = client({ connections: 1, queue: 1 });
    const hanging = http.post(call(port, { limitMs: 800 }));
    const cancel = new AbortController();
    const waiting = http.post(call(port, { signal: cancel.signal }));
    expect(await http.post(call(port))).toMatchObject({ outcome: 'not sent', ours: true });
    cancel.abort();
    expect(await waiting).toMatchObject({ outcome: 'not sent', ours: true });
    expect(await http.post(call(port, { slotWaitMs: 10 }))).toMatchObject({ outcome: 'not sent', ours: true });
    expect(await hanging).toMatchObject({ outcome: 'unknown' });
  });
});

describe('unknown', () => {
  test('no answer within the limit', async () => {
    const port = await web(() => undefined);
    expect(await client().post(call(port, { limitMs: 100 }))).toEqual({ outcome: 'unknown', reason: 'no answer within 0.1 s' });
  });

  test.each([
    ['after the request', ''],
    ['within the head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ResponseStatus":1'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"Resp'],
    ['with no HTTP at all', 'SSH-2.0-OpenSSH\r\n'],
  ])('the connection ends %s', async (_name, said) => {
    const { port } = await bytes((socket) => socket.end(said));
    expect((await client().post(call(port))).outcome).toBe('unknown');
    expect((await client().post(call(port, { permit: async () => true }))).outcome).toBe('unknown');
  });

  test('the connection is reset after the first byte', async () => {
    const { port } = await bytes((socket) => socket.resetAndDestroy());
    expect((await client().post(call(port))).outcome).toBe('unknown');
  });

  test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'ETIMEDOUT', 'EADDRNOTAVAIL'])(
    'an open connection that gives up with %s after the request has left: Linux says so of an established one, too',
    async (code) => {
      const opened = jest.spyOn(net, 'connect');
      const { state, port } = await bytes(() => undefined);
      for (const more of [{}, { permit: async () => true }]) {
        state.received = '';
        const result = client().post(call(port, more));
        await until('the request', () => state.received.endsWith('Amount=100.00'));
        const socket = opened.mock.results.at(-1)?.value as Socket;
        socket.destroy(Object.assign(new Error(`read ${code}`), { code }));
        expect(await result).toEqual({ outcome: 'unknown', reason: `${code}: read ${code}` });
      }
      opened.mockRestore();
    },
  );

  test('a body that never ends is cut at the limit, in time and in size', async () => {
    const slow = await web((_request, response) => void response.writeHead(200).write('{'));
    expect((await client().post(call(slow, { limitMs: 150 }))).outcome).toBe('unknown');
    const big = await web((_request, response) => void response.end('x'.repeat(10_001)));
    expect(await client().post(call(big))).toEqual({ outcome: 'unknown', reason: 'the answer is larger than 10000 bytes', tooLarge: true });
    const fits = await web((_request, response) => void response.end('x'.repeat(10_000)));
    expect((await client().post(call(fits))).outcome).toBe('answered');
  });

  test('the caller cancels while the answer is awaited', async () => {
    const { state, port } = await bytes(() => undefined);
    const cancel = new AbortController();
    const result = client().post(call(port, { signal: cancel.signal }));
    await until('the request', () => state.received.endsWith('Amount=100.00'));
    cancel.abort();
    expect((await result).outcome).toBe('unknown');
  });

  test('the reader cannot use the body', async () => {
    const port = await web((_request, response) => void response.end('row,row'));
    const result = await client().stream(call(port), async (chunks) => {
      for await (const chunk of chunks) if (chunk.length > 0) throw new Error('a row that cannot be read');
    });
    expect(result).toEqual({ outcome: 'unknown', reason: 'a row that cannot be read' });
  });
});

test('a stream is read piece by piece and never held', async () => {
  const port = await web((_request, response) => {
    for (let n = 0; n < 50; n++) response.write('x'.repeat(1000));
    response.end();
  });
  let size = 0;
  const result = await client().stream(call(port), async (chunks, _type, status) => {
    for await (const chunk of chunks) size += chunk.length;
    return status;
  });
  expect([result.outcome, result.outcome === 'answered' && result.value, size]).toEqual(['answered', 200, 50_000]);
});

test('no more calls are under way than there are connections', async () => {
  let open = 0;
  let most = 0;
  const port = await web((_request, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      response.end('{}');
    }, 20);
  });
  const http = client({ connections: 3, queue: 100 });
  const results = await Promise.all(Array.from({ length: 20 }, () => http.post(call(port, { slotWaitMs: 10_000 }))));
  expect(results.every(({ outcome }) => outcome === 'answered')).toBe(true);
  expect(most).toBe(3);
});

describe('by a proxy', () => {
  test('a call goes through its tunnel', async () => {
    const target = await web((_request, response) => void response.end('{}'));
    const tunnels: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      sockets.add(socket as Socket);
      const out = connect(target, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      socket.pipe(out).pipe(socket);
      socket.on('error', () => out.destroy());
    });
    const proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
    expect(await client({ proxyUrl }).post(call(target))).toMatchObject({ outcome: 'answered', status: 200 });
    expect(tunnels).toEqual([`127.0.0.1:${target}`]);
  });

  test('a proxy that is down sends nothing', async () => {
    const target = await web((_request, response) => void response.end('{}'));
    expect((await client({ proxyUrl: 'http://127.0.0.1:1' }).post(call(target, { permit: async () => true }))).outcome).toBe('not sent');
  });
});
