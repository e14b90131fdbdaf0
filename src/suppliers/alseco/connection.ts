import type { Operation, OperationName } from '../../contracts/alseco/operations';
import { type OperationOffer, readOffer } from '../../contracts/alseco/overrides';
import type { Ladders } from '../../ladders';
import { type Admission, type Call, HttpClient } from '../../wire/http';
import { readSoapAnswer, settledEnvelope } from '../../wire/soap';
import { decodeXml } from '../../wire/xml-charset';
import type { CallContext, Exchange, NotSent, Unknown } from '../supplier';
import { callOutcome, faultOutcome, statusOutcome, unreadable } from './faults';
import { withoutSecrets } from './keep';
import { has, type SoapElement, Unreadable } from './reading';
import { type Send, type SoapArguments, soapClients } from './transport';

export interface AlsecoOptions {
  /** Both namespaces are posted here. */
  readonly endpoint: string;
  /** Four letters. */
  readonly bankCode: string;
  /** IANA zone of Alseco's bank day and of its times. */
  readonly zone: string;
  readonly sysRefPrefix: string;
  /** Connections of this process (suppliers/routes.ts shares them out and keeps a third for AccountCheck). */
  readonly connections: number;
  readonly ladders: Ladders;
  readonly proxyUrl?: string | undefined;
  readonly admission?: Admission;
  /** JSON of ALSECO_OVERRIDES. */
  readonly overridesJson?: string | undefined;
}

export interface AlsecoContext extends CallContext {
  readonly permit?: () => Promise<boolean>;
  /** An agent waits: the shorter limit. */
  readonly agentWaits?: boolean;
}

/** The whole answer of one operation: the content of its response element, which holds the result element. */
export type Reply = { readonly kind: 'answered'; readonly content: SoapElement } | NotSent | Unknown;

const ANSWER_MAX_BYTES = 16 * 1024 * 1024;
const WAITING_CALLERS = 500;

/** Carries an outcome out through the `soap` package, which only knows errors. */
class Ended extends Error {
  constructor(readonly outcome: NotSent | Unknown) {
    super(outcome.reason);
  }
}

/** One Alseco: its operations over HTTP. Every call ends as an outcome; nothing is thrown for what network or server do. */
export class AlsecoConnection {
  readonly offer: OperationOffer;
  readonly http: HttpClient;
  private readonly clients: ReturnType<typeof soapClients>;

  constructor(readonly options: AlsecoOptions) {
    this.offer = readOffer(options.overridesJson);
    this.http = new HttpClient({
      connections: options.connections,
      queue: WAITING_CALLERS,
      connectMs: options.ladders.connectMs,
      ...(options.proxyUrl ? { proxyUrl: options.proxyUrl } : {}),
      ...(options.admission ? { admission: options.admission } : {}),
    });
    this.clients = soapClients(this.offer.operations, options.endpoint);
    this.clients.catch(() => {});
  }

  /** Calls an operation whose answer is held as a whole. */
  async call(name: OperationName, args: SoapArguments, context: AlsecoContext): Promise<Reply> {
    const operation = this.offer.operations[name];
    const method = (await this.clients)(name);
    const send: Send = (url, envelope, headers) => this.exchange(operation, { url, envelope, headers }, context);
    try {
      const [content] = await method(args, { send });
      if (content === null || content === undefined || !has(content, operation.result.name)) {
        throw new Unreadable(`no ${operation.result.name} in the answer of ${name}`);
      }
      return { kind: 'answered', content };
    } catch (error) {
      return error instanceof Ended ? error.outcome : unreadable(error);
    }
  }

  /** The envelope that `call` would send, for calls whose answer is read as a stream. */
  async compose(name: OperationName, args: SoapArguments): Promise<{ envelope: string; headers: Readonly<Record<string, string>> }> {
    const method = (await this.clients)(name);
    return new Promise((resolve, reject) => {
      const send: Send = async (_url, envelope, headers) => {
        resolve({ envelope, headers });
        throw new Ended({ kind: 'not sent', reason: 'composed only' });
      };
      method(args, { send }).catch((error: unknown) => reject(error));
    });
  }

  limits(context: AlsecoContext): Pick<Call, 'limitMs' | 'slotWaitMs' | 'signal' | 'permit'> {
    const { ladders } = this.options;
    return {
      limitMs: context.agentWaits ? ladders.accountCheckCallMs : ladders.supplierCallMs,
      slotWaitMs: context.agentWaits ? Math.min(ladders.slotWaitMs, ladders.accountCheckCallMs / 5) : ladders.slotWaitMs,
      signal: context.signal,
      ...(context.permit ? { permit: context.permit } : {}),
    };
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async exchange(
    operation: Operation,
    sent: { url: string; envelope: string; headers: Readonly<Record<string, string>> },
    context: AlsecoContext,
  ): Promise<string> {
    const started = Date.now();
    const { url, envelope: body, headers } = sent;
    const result = await this.http.post({ ...this.limits(context), url, body, headers, maxBytes: ANSWER_MAX_BYTES });
    const keep = (answer: string, ended: Exchange['ended']): void =>
      context.keep({
        operation: operation.name,
        at: new Date(started).toISOString(),
        tookMs: Date.now() - started,
        request: withoutSecrets(body),
        answer: withoutSecrets(answer),
        ended,
      });
    if (result.outcome !== 'answered') {
      keep(result.reason, result.outcome);
      throw new Ended(callOutcome(result));
    }
    try {
      const text = decodeXml(result.body, result.contentType);
      const settled = settle(operation, text, result.status);
      keep(text, 'answered');
      return settled;
    } catch (error) {
      const outcome = error instanceof Ended ? error.outcome : result.status === 200 ? unreadable(error) : statusOutcome(result.status);
      keep(`HTTP ${result.status}\n${result.body.toString('utf8')}`, outcome.kind);
      throw new Ended(outcome);
    }
  }
}

/** A success counts with HTTP 200 only; a fault is read under any status. */
function settle(operation: Operation, text: string, status: number): string {
  const body = readSoapAnswer(text);
  if (body.kind === 'fault') throw new Ended(faultOutcome(body.fault));
  if (status !== 200) throw new Ended(statusOutcome(status));
  return settledEnvelope(body.content, operation.aliases);
}
