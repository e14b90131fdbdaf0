import fastify from 'fastify';
import { money } from '../../domain/money';
import { messageOf } from '../../domain/status';
import { printJson } from '../../wire/json';
import { SANDBOX_HEADER, SANDBOX_WORD } from '../../wire/sandbox';
import { type Agent, Book } from './book';
import { Callbacks } from './callback';
import { control } from './control';
import { Faults } from './faults';
import { Answering } from './faulty';
import { home, readForm } from './home';
import { refusal } from './refusal';
import { takePayments, takeTotalAmount } from './registers';
import { ticks, type World } from './world';

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Loopback unless it is given: /control has no password. */
  readonly host?: string;
  /** The file that keeps the book; it is made where it is missing. */
  readonly journal: string;
  readonly agentId: string;
  readonly password: string;
  readonly zones: World['zones'];
}

export interface Sandbox {
  readonly port: number;
  /** Base URL, to which `/home/index` is appended. */
  readonly url: string;
  stop(): Promise<void>;
}

const DEPOSIT = '100000000';
const FORM_BYTES = 64 * 1024;
const REGISTER_BYTES = 4 * 1024 * 1024;

/** The payment organization of the Partner API as a server with a book of its own. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = Date.now;
  const agent: Agent = { id: options.agentId, password: options.password, deposit: money(DEPOSIT) };
  const book = new Book(options.journal, [agent]);
  const faults = new Faults();
  const callbacks = new Callbacks(book, now);
  const answering = new Answering();
  const counts = new Map<string, number>();
  const world: World = { book, zones: options.zones, now, requestId: ticks(now), booked: (payment) => callbacks.expect(payment) };
  const count = (type: string) => counts.set(type, (counts.get(type) ?? 0) + 1);

  const server = fastify({ bodyLimit: FORM_BYTES, forceCloseConnections: true, logger: false });
  // On the raw answer, so that one written past fastify has it too.
  server.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader(SANDBOX_HEADER, SANDBOX_WORD));
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    return reply.code(statusCode).send({ error: message });
  });

  server.get('/health', () => ({ status: 'ok' }));
  server.post('/home/index', (request, reply) => {
    const form = readForm(text(request.body));
    const type = form?.RequestType ?? '';
    count(KNOWN.test(type) ? type : 'other');
    // Status names a payment, whose account is known since it was booked.
    const account = form?.Account ?? book.find(agent.id, form?.TransactionID ?? '')?.account;
    const fault = faults.take(type, form?.TransactionID, account);
    return answering.answer(
      request,
      reply,
      fault,
      () => home(form, world),
      (status) => refusal(form ?? {}, status, world.requestId()),
    );
  });
  const register = (path: string, name: string, carryOut: (body: string, authorization: string | undefined) => string) =>
    server.post(path, { bodyLimit: REGISTER_BYTES }, (request, reply) => {
      count(name);
      const fault = faults.take(name, undefined, undefined);
      return answering.answer(request, reply, fault, () => carryOut(text(request.body), request.headers.authorization), registerRefusal);
    });
  register('/home/postpayments', 'PostPayments', (body, authorization) => takePayments(body, authorization, book, now()));
  register('/home/posttotalamount', 'PostTotalAmount', (body) => takeTotalAmount(body, book, now()));

  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? {} : JSON.parse(text(body)));
      } catch {
        done(Object.assign(new Error('the body is no JSON'), { statusCode: 400 }), undefined);
      }
    });
    control(scope, book, faults, callbacks, counts, now);
  });

  await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  callbacks.resume();
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const stop = async (): Promise<void> => {
    answering.close();
    await server.close();
    await callbacks.close();
    book.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

const KNOWN = /^[A-Za-z]{1,30}$/;
const text = (body: unknown): string => (typeof body === 'string' ? body : '');
const registerRefusal = (status: number): string => printJson({ status: 'error', details: { message: messageOf(status) } });
