import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Waiting } from '../closed-loop';

/** An agent's receiver of callbacks: answers 200 at once and tells whose final status came. */
export interface Receiver {
  readonly url: string;
  close(): Promise<void>;
}

const TRANSACTION = /"TransactinID":(\d+)/;
const SUCCEEDED = /"ResponseStatus":10\b/;

export async function receiver(payments: Waiting): Promise<Receiver> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      response.end();
      const transaction = TRANSACTION.exec(body)?.[1] ?? '';
      if (SUCCEEDED.test(body)) payments.done(transaction);
      else payments.fail(transaction, new Error(`payment ${transaction} ended otherwise than with 10: ${body.slice(0, 300)}`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
