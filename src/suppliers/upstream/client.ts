import type { Ladders } from '../../ladders';
import { type Admission, type CallResult, HttpClient } from '../../wire/http';
import type { CallContext, NotSent, Unknown } from '../supplier';
import { cutAnswer } from './secrets';

/** The zones of the contract with the upstream payment organization; IANA names or offsets such as `+06:00`. */
export interface UpstreamZones {
  /** Of its CreatedOn and ProcessedOn. */
  readonly upstream: string;
  /** Of our RequestDate, From and To. */
  readonly agent: string;
  /** Of the reporting day. */
  readonly contract: string;
}

export interface UpstreamOptions {
  /** Base URL; `/home/index` is appended. */
  readonly endpoint: string;
  readonly agentId: string;
  readonly password: string;
  readonly zones: UpstreamZones;
  /** Of our contract there. */
  readonly currency: string;
  /** Calls at once of this process. */
  readonly connections: number;
  readonly ladders: Pick<Ladders, 'supplierCallMs' | 'accountCheckCallMs' | 'connectMs' | 'slotWaitMs'>;
  readonly admission?: Admission;
}

/** One request; the credentials are added here and nowhere else, so contents may be stored and shown. */
export interface UpstreamCall {
  /** RequestType, or the register's name: what the kept exchange is called. */
  readonly operation: string;
  readonly body: { readonly form: string } | { readonly json: string };
  readonly path: '/home/index' | '/home/postpayments' | '/home/posttotalamount';
  readonly maxBytes: number;
  readonly limitMs?: number;
  readonly permit?: () => Promise<boolean>;
}

/** `down`: it cannot be reached or answers with faults; the reason is for staff. */
export type Reply = { readonly kind: 'answered'; readonly text: string } | NotSent | NoAnswer;
/** `tooLarge`: it came and was more than `maxBytes`. */
export type NoAnswer = Unknown & { readonly tooLarge?: true };

const WAITING_CALLERS = 1000;
const KEPT_BYTES = 64 * 1024;
export const MAX_ANSWER_BYTES = 1024 * 1024;
export const MAX_LIST_BYTES = 64 * 1024 * 1024;

export class UpstreamClient {
  private readonly http: HttpClient;
  private readonly base: string;

  /** Throws a RangeError for an agent id that is no number. */
  constructor(readonly options: UpstreamOptions) {
    const { pathname, origin } = new URL(options.endpoint);
    if (!/^[1-9]\d{0,17}$/.test(options.agentId)) throw new RangeError('UPSTREAM_AGENT_ID must be a number');
    this.base = origin + pathname.replace(/\/+$/, '');
    this.http = new HttpClient({
      queue: WAITING_CALLERS,
      connectMs: options.ladders.connectMs,
      connections: options.connections,
      ...(options.admission ? { admission: options.admission } : {}),
    });
  }

  /** A whole 200 answer as text, or why there is none. What was said is kept with the password and voucher codes cut. */
  async call(call: UpstreamCall, context: CallContext): Promise<Reply> {
    const at = new Date();
    const result = await this.http.post({
      url: this.base + call.path,
      body: this.withCredentials(call.body, this.options.password),
      headers: {
        'content-type': 'form' in call.body ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
        accept: 'application/json',
      },
      limitMs: call.limitMs ?? this.options.ladders.supplierCallMs,
      slotWaitMs: this.options.ladders.slotWaitMs,
      maxBytes: call.maxBytes,
      signal: context.signal,
      ...(call.permit ? { permit: call.permit } : {}),
    });
    context.keep({
      operation: call.operation,
      at: at.toISOString(),
      tookMs: Date.now() - at.getTime(),
      request: shortened(this.withCredentials(call.body, '***')),
      answer: this.shown(result),
      ended: result.outcome,
    });
    return reply(result);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private withCredentials(body: UpstreamCall['body'], password: string): string {
    const { agentId } = this.options;
    if ('form' in body) return `AgentID=${agentId}&AgentPassword=${encodeURIComponent(password)}&${body.form}`;
    return `{"AgentId":${agentId},"AgentPassword":${JSON.stringify(password)},${body.json.slice(1)}`;
  }

  private shown(result: CallResult): string {
    if (result.outcome !== 'answered') return result.reason;
    // Lists may have many megabytes; their beginning is enough for staff, and it is cut before it is kept.
    const text = cutAnswer(result.body.subarray(0, KEPT_BYTES).toString('utf8'), this.options.password);
    const all = result.body.length > KEPT_BYTES ? `… (${result.body.length} bytes in all)` : '';
    return `${result.status === 200 ? '' : `HTTP ${result.status}\n`}${text}${all}`;
  }
}

function reply(result: CallResult): Reply {
  if (result.outcome === 'not sent') return { kind: 'not sent', reason: result.reason, ...(result.ours ? {} : { trouble: 'down' }) };
  if (result.outcome === 'unknown')
    return { kind: 'unknown', reason: result.reason, trouble: 'down', ...(result.tooLarge ? { tooLarge: true } : {}) };
  if (result.status === 401 || result.status === 403) return { kind: 'unknown', reason: `HTTP ${result.status}`, trouble: 'refuses us' };
  if (result.status !== 200) return { kind: 'unknown', reason: `HTTP ${result.status}`, trouble: 'down' };
  const text = utf8(result.body);
  if (text === null) return { kind: 'unknown', reason: 'the answer is not UTF-8', trouble: 'down' };
  if (text.trim() === '') return { kind: 'unknown', reason: 'blank answer', trouble: 'down' };
  return { kind: 'answered', text };
}

function utf8(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

const shortened = (text: string): string => (text.length <= KEPT_BYTES ? text : `${text.slice(0, KEPT_BYTES)}… (${text.length} characters in all)`);
