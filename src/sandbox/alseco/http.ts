import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from './value';

const BODY_MAX_BYTES = 8 * 1024 * 1024;

export function respond(response: ServerResponse, status: number, contentType: string, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_MAX_BYTES) throw new Fault('Client', `a request of more than ${BODY_MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
