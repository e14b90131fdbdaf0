import type { FastifyInstance } from 'fastify';
import { REQUEST_TYPES } from '../../contracts/partner-api';
import { money } from '../../domain/money';
import { Clock } from '../clock';
import { FAULTS } from '../faults';
import { type Serve, startServer } from '../server';
import { Book } from './book';
import { Callbacks } from './callback';
import { call, register } from './calls';
import type { Agent } from './entries';
import { takePayments, takeTotalAmount } from './registers';
import { switches } from './switches';
import { ticks, type World } from './world';

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** The file that keeps the book; it is made where it is missing. */
  readonly journal: string;
  readonly agentId: string;
  readonly password: string;
  /** IANA zones: of CreatedOn and ProcessedOn, and of the agent's From, To and RequestDate. */
  readonly zones: { readonly upstream: string; readonly agent: string };
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
const REGISTERS = { PostPayments: takePayments, PostTotalAmount: takeTotalAmount };

/** The payment organization of the Partner API as a server with a book of its own. */
export async function startSandbox({ port, host, journal, agentId, password, zones }: SandboxOptions): Promise<Sandbox> {
  const agent: Agent = { id: agentId, password, deposit: money(DEPOSIT) };
  const clock = new Clock(zones.upstream);
  const book = new Book(journal, [agent]);
  const callbacks = new Callbacks(book);
  const world: World = { book, clock, agentZone: zones.agent, requestId: ticks(Date.now), booked: (payment) => callbacks.expect(payment) };
  const routes = (server: FastifyInstance, serve: Serve): void => {
    serve('/home/index', FORM_BYTES, (_request, body) => call(body.toString('utf8'), agent, world));
    for (const [name, carryOut] of Object.entries(REGISTERS))
      serve(`/home/${name.toLowerCase()}`, REGISTER_BYTES, ({ headers }, body) =>
        register(name, body.toString('utf8'), (text) => carryOut(text, headers.authorization, book)),
      );
    server.addHook('onClose', () => callbacks.close());
  };
  const names = { faults: FAULTS.upstream, operations: [...REQUEST_TYPES, ...Object.keys(REGISTERS)] };
  const listening = await startServer({ port, host, clock, names, book, routes, switches: (on) => switches(on, book, clock, callbacks) });
  callbacks.resume();
  return { ...listening, url: `http://127.0.0.1:${listening.port}` };
}
