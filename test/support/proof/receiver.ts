import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceiverMood = 'takes' | 'answers 410' | 'answers 500' | 'cuts' | 'says nothing';

/** An agent's receiver of callbacks that may also fail; keeps what it has taken, in order. */
export interface Receiver {
  readonly url: string;
  mood: ReceiverMood;
  /** Asked for each callback before the mood; for a failure now and then. */
  failsNow: () => boolean;
  /** Statuses taken per TransactionID, the last one last. */
  readonly taken: ReadonlyMap<string, ReadonlyArray<{ readonly request: string; readonly status: string }>>;
  refused: number;
  close(): Promise<void>;
}

const FIELDS = /"RequestID":(\d+),.*"TransactinID":(\d+),"ResponseStatus":(-?\d+)/;

export async function callbackReceiver(): Promise<Receiver> {
  const taken = new Map<string, Array<{ request: string; status: string }>>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const mood = receiver.mood === 'takes' && receiver.failsNow() ? 'answers 500' : receiver.mood;
      if (mood !== 'takes') {
        receiver.refused++;
        fail(mood, response);
        return;
      }
      const [, id = '', transaction = '', status = ''] = FIELDS.exec(body) ?? [];
      taken.set(transaction, [...(taken.get(transaction) ?? []), { request: id, status }]);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mood: 'takes',
    failsNow: () => false,
    taken,
    refused: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

function fail(mood: ReceiverMood, response: ServerResponse): void {
  if (mood === 'answers 410' || mood === 'answers 500') response.writeHead(mood === 'answers 410' ? 410 : 500).end();
  else if (mood === 'cuts') response.destroy();
}
