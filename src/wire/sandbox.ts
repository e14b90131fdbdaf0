import { Agent, ProxyAgent, request } from 'undici';

/** What a sandbox sends with every answer. Nothing else makes a server a sandbox, its address least of all. */
export const SANDBOX_HEADER = 'tolem-sandbox';
export const SANDBOX_WORD = '1';

export const saysSandbox = (headers: Readonly<Record<string, string | string[] | undefined>>): boolean => headers[SANDBOX_HEADER] === SANDBOX_WORD;

/** What a server is by its own word. `no answer` says nothing about it. */
export type Heard = { readonly is: 'sandbox' } | { readonly is: 'no sandbox' } | { readonly is: 'no answer'; readonly why: string };

export interface Asking {
  /** Until the head of the answer is there, in milliseconds. */
  readonly limitMs: number;
  readonly proxyUrl?: string | undefined;
}

const BODY_LIMIT_BYTES = 65_536;

/** Asks a server by a GET that means nothing to it, and reads the head of its answer, whatever its status. Never throws. */
export async function askWhetherSandbox(url: string, { limitMs, proxyUrl }: Asking): Promise<Heard> {
  const connect = { timeout: limitMs };
  // One connection for one question, closed behind it, as calls to suppliers do.
  const dispatcher = proxyUrl ? new ProxyAgent({ uri: proxyUrl, pipelining: 0, connect }) : new Agent({ pipelining: 0, connect });
  try {
    const answer = await request(url, { dispatcher, signal: AbortSignal.timeout(limitMs) });
    await answer.body.dump({ limit: BODY_LIMIT_BYTES }).catch(() => undefined);
    return { is: saysSandbox(answer.headers) ? 'sandbox' : 'no sandbox' };
  } catch (error) {
    return { is: 'no answer', why: reasonOf(error, limitMs) };
  } finally {
    await dispatcher.destroy();
  }
}

/** Errors of sockets hide their reason one level down where several addresses were tried. */
function reasonOf(error: unknown, limitMs: number): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message, code, errors, cause } = error as Partial<NodeJS.ErrnoException & AggregateError>;
  if (name === 'TimeoutError') return `no answer within ${limitMs / 1_000} s`;
  const within = errors?.[0] ?? cause;
  if (!message && within) return reasonOf(within, limitMs);
  return message || code || 'it failed without a reason';
}
