import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { HttpClient } from './http';

/** How one try of a callback ended. */
export type WebhookResult =
  | { readonly ended: 'delivered' }
  | { readonly ended: 'gone' }
  | { readonly ended: 'failed'; readonly reason: string; readonly retryAfterMs: number | null };

export interface Webhook {
  readonly url: string;
  /** `webhook-id`: the same over all tries. */
  readonly id: string;
  readonly body: string;
  /** Base64 after `whsec_`; null: unsigned. */
  readonly secret: string | null;
}

export interface WebhookOptions {
  readonly limitMs: number;
  readonly connectMs: number;
  /** Only where LADDERS is `fast`: http and loopback addresses. */
  readonly allowLoopback: boolean;
  readonly connections: number;
}

/** Posts callbacks as Standard Webhooks: signed, to a public address pinned at connect, without following redirects. */
export class WebhookSender {
  private readonly http: HttpClient;

  constructor(private readonly options: WebhookOptions) {
    this.http = new HttpClient({
      connections: options.connections,
      queue: options.connections * 10,
      connectMs: options.connectMs,
      lookup: pinned(options.allowLoopback),
    });
  }

  async send({ url, id, body, secret }: Webhook): Promise<WebhookResult> {
    const refusal = whyNotAllowed(url, this.options.allowLoopback);
    if (refusal) return { ended: 'failed', reason: refusal, retryAfterMs: null };
    const timestamp = Math.floor(Date.now() / 1_000).toString();
    const answer = await this.http.post({
      url,
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        ...(secret === null ? {} : { 'webhook-signature': signature(secret, id, timestamp, body) }),
      },
      limitMs: this.options.limitMs,
      slotWaitMs: this.options.limitMs,
      maxBytes: 65_536,
    });
    if (answer.outcome !== 'answered') return { ended: 'failed', reason: answer.reason, retryAfterMs: null };
    if (answer.status >= 200 && answer.status < 300) return { ended: 'delivered' };
    if (answer.status === 410) return { ended: 'gone' };
    return { ended: 'failed', reason: `HTTP ${answer.status}`, retryAfterMs: retryAfterMs(answer.retryAfter) };
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/** `v1,<base64 of HMAC-SHA256 over id.timestamp.body>`. */
export function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** One sentence why an address may not receive callbacks; null when it may. A name is checked again when it is resolved. */
export function whyNotAllowed(url: string, allowLoopback: boolean): string | null {
  if (!URL.canParse(url)) return 'the callback address is not a URL';
  const { protocol, hostname, username } = new URL(url);
  if (username) return 'the callback address must carry no credentials';
  if (protocol !== 'https:' && !(allowLoopback && protocol === 'http:')) return 'the callback address must be https';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !allowed(host, allowLoopback)) return `${host} is not a public address`;
  return null;
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function allowed(address: string, allowLoopback: boolean): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (LOOPBACK.check(plain, family)) return allowLoopback;
  return !PRIVATE.check(plain, family);
}

/** Resolves once, refuses what is not public, and connects to that very address: a name cannot turn private in between. */
function pinned(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4);
      const good = addresses.filter(({ address }) => allowed(address, allowLoopback));
      const first = good[0];
      if (!first) return callback(Object.assign(new Error(`${hostname} has no public address`), { code: 'ENOTFOUND' }), '', 4);
      return options.all ? callback(null, good) : callback(null, first.address, first.family);
    });
  };
}

/** Seconds or a date; honoured up to a day. */
function retryAfterMs(value: string | null): number | null {
  if (!value) return null;
  const ms = /^\d{1,6}$/.test(value) ? Number.parseInt(value, 10) * 1_000 : Date.parse(value) - Date.now();
  return ms > 0 ? Math.min(ms, 86_400_000) : null;
}
