import type { FastifyReply, FastifyRequest } from 'fastify';
import { LosslessNumber, parseJson, printJson } from '../../wire/json';
import type { FaultRule } from './faults';

const JSON_TYPE = 'application/json; charset=utf-8';
const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const MAX_PENDING = 10_000;

/** Answers a request, with the fault that meets it. `carryOut` does what was asked and gives the answer's text. */
export class Answering {
  private readonly timers = new Set<NodeJS.Timeout>();

  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    fault: FaultRule | null,
    carryOut: () => string,
    refuse: (status: number) => string,
  ): FastifyReply {
    switch (fault?.fault) {
      case undefined:
        return json(reply, carryOut());
      case 'lost-after':
        carryOut();
        return cut(request, reply);
      case 'lost-before':
        return cut(request, reply);
      case 'late':
        this.after(fault.delayMs, carryOut);
        return cut(request, reply);
      case 'hang-after':
        carryOut();
        return reply.hijack();
      case 'hang':
        return reply.hijack();
      case 'blank-after':
        carryOut();
        return json(reply, '');
      case 'blank':
        return json(reply, '');
      case 'html-after':
        carryOut();
        return html(reply);
      case 'html':
        return html(reply);
      case 'truncated': {
        const text = carryOut();
        return json(reply, text.slice(0, Math.floor(text.length / 2)));
      }
      case 'status':
        return json(reply, refuse(fault.status ?? -500));
      case 'delay':
        reply.hijack();
        this.after(fault.delayMs, () => {
          if (!request.raw.socket.destroyed) reply.raw.writeHead(200, { 'content-type': JSON_TYPE, connection: 'close' }).end(carryOut());
        });
        return reply;
      case 'other-transaction':
        return json(
          reply,
          changed(carryOut(), (answer) => ({ ...answer, TransactinID: new LosslessNumber('999999999999999') })),
        );
      case 'other-facts':
        return json(
          reply,
          changed(carryOut(), (answer) => withContent(answer, { Amount: new LosslessNumber('0.01') })),
        );
      case 'no-code':
        return json(
          reply,
          changed(carryOut(), (answer) => withContent(answer, { Extras: null })),
        );
    }
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private after(delayMs: number, what: () => void): void {
    if (this.timers.size >= MAX_PENDING) throw new Error(`more than ${MAX_PENDING} delayed answers`);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, delayMs);
    this.timers.add(timer);
  }
}

const json = (reply: FastifyReply, text: string): FastifyReply => reply.header('content-type', JSON_TYPE).send(text);
const html = (reply: FastifyReply): FastifyReply => reply.code(502).header('content-type', 'text/html').send(HTML);

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

type Fields = Record<string, unknown>;

const changed = (text: string, change: (answer: Fields) => Fields): string => printJson(change(parseJson(text) as Fields));

function withContent(answer: Fields, change: Fields): Fields {
  const content = answer['TransactionContent'];
  return typeof content === 'object' && content !== null ? { ...answer, TransactionContent: { ...content, ...change } } : answer;
}
