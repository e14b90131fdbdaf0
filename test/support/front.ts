import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/** A TCP front before the database that can be cut, or be made to swallow everything. */
export class Front {
  swallows = false;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  async before(url: string): Promise<string> {
    const target = new URL(url);
    const behind = { host: target.hostname, port: Number.parseInt(target.port, 10) };
    const server = createServer((socket) => this.join(socket, createConnection(behind)));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    target.hostname = '127.0.0.1';
    target.port = String((server.address() as AddressInfo).port);
    return target.toString();
  }

  cut(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => this.swallows || to.write(chunk));
      from.on('error', () => from.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
