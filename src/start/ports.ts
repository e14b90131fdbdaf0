import { createServer } from 'node:net';
import { Refusal } from './refusal';

/** A port nobody listens on at this moment. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  return listenOnce(0, host);
}

/** The port itself when it is free (0: any free one), else a refusal that names the variable to set. */
export async function requirePort(port: number, variable: string, use: string, host = '127.0.0.1'): Promise<number> {
  try {
    return await listenOnce(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new Refusal(`Port ${port} (${use}) is in use by another program: set ${variable} to a free port or stop that program.`);
    if (code === 'EACCES') throw new Refusal(`Port ${port} (${use}) may not be opened by this user: set ${variable} to a port above 1023.`);
    throw new Refusal(`Port ${port} on ${host} (${use}) cannot be opened (${code}): check ${variable} and the host it is for.`);
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
