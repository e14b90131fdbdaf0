import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface ProxyServer {
  readonly port: number;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** What a proxy does with the bytes of one connection: each half gets them and sends them on. */
export interface Tap {
  fromClient(bytes: Buffer): void;
  fromServer(bytes: Buffer): void;
  clientEnded(): void;
  serverEnded(): void;
}

export interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Both ends at once, as when a machine on the way dies. */
  cut(): void;
}

/** Listens on a free port of 127.0.0.1 and taps every connection to the port behind, which may change from one to the next. */
export async function tcpProxy(target: () => number, tap: (pair: Pair) => Tap): Promise<ProxyServer> {
  const open = new Set<Socket>();
  const listener: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const server = connect({ host: '127.0.0.1', port: target(), allowHalfOpen: true, noDelay: true });
    const cut = () => {
      client.resetAndDestroy();
      server.destroy();
    };
    const pair = { client, server, cut };
    const tapped = tap(pair);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', cut);
      socket.once('close', () => {
        open.delete(socket);
        if (socket.errored) cut();
        else (socket === client ? server : client).destroySoon();
      });
    }
    client.on('data', (bytes) => tapped.fromClient(bytes));
    client.once('end', () => tapped.clientEnded());
    server.on('data', (bytes) => tapped.fromServer(bytes));
    server.once('end', () => tapped.serverEnded());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** An address that follows whatever stands behind it, as one that moves with the primary does: its connections end with the server they lead to. */
export const forwarding = (target: () => number): Promise<ProxyServer> =>
  tcpProxy(target, ({ client, server }) => ({
    fromClient: (bytes) => void server.write(bytes),
    fromServer: (bytes) => void client.write(bytes),
    clientEnded: () => void server.end(),
    serverEnded: () => void client.end(),
  }));
