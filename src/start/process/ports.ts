import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartRefused } from '../refusal';

/** Below what systems give to outgoing connections: a part that comes back finds its port free. */
const LOWEST = 20_000;
const PORTS = 12_000;
const DRAWS = 50;

/** A port nobody listens on at this moment. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let draw = 1; draw <= DRAWS; draw++) {
    const port = await listenOnce(LOWEST + randomInt(PORTS), host).catch(() => null);
    if (port !== null) return port;
  }
  return listenOnce(0, host);
}

/** The port itself when it is free (0: any free one), else a refusal that names the variable to set. */
export async function requirePort(port: number, variable: string, use: string, host = '127.0.0.1'): Promise<number> {
  try {
    return await listenOnce(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new StartRefused(`Port ${port} (${use}) is in use by another program: set ${variable} to a free port or stop that program.`);
    if (code === 'EACCES') throw new StartRefused(`Port ${port} (${use}) may not be opened by this user: set ${variable} to a port above 1023.`);
    throw new StartRefused(`Port ${port} on ${host} (${use}) cannot be opened (${code}): check ${variable} and the host it is for.`);
  }
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
