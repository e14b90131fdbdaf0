import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answering {
  readonly endpoint: string;
  /** Requests as they came. */
  readonly requests: Array<{ readonly body: string; readonly soapAction: string; readonly contentType: string }>;
  next: { status?: number; contentType?: string; body: string | Buffer };
  close(): Promise<void>;
}

/** A server that gives one prepared answer to everything: what a counterparty may say that the sandbox never would. */
export async function answering(): Promise<Answering> {
  const requests: Answering['requests'] = [];
  const prepared: { next: Answering['next'] } = { next: { body: '' } };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    requests.push({ body, soapAction: String(request.headers['soapaction'] ?? ''), contentType: String(request.headers['content-type'] ?? '') });
    const { status = 200, contentType = 'text/xml; charset=utf-8', body: answer } = prepared.next;
    response.writeHead(status, { 'content-type': contentType }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/AlsecoPaymentsService.asmx`,
    requests,
    get next() {
      return prepared.next;
    },
    set next(answer) {
      prepared.next = answer;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
