import { createHash } from 'node:crypto';
import type { OperationName } from '../../contracts/alseco/operations';
import { type ListError, listErrorIn } from '../../contracts/alseco/states';
import { listLimitMs } from '../../ladders';
import { type RowsEnd, readSoapRows, type SoapRow } from '../../wire/soap-rows';
import type { NotSent, Unknown } from '../supplier';
import type { AlsecoConnection, AlsecoContext } from './connection';
import { callOutcome, faultOutcome, statusOutcome } from './faults';
import { withoutSecrets } from './keep';
import type { SoapArguments } from './transport';

/** A list that Alseco answered but that may not be used: failed is not empty. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: ListError | 'other';
  readonly text: string;
}
export type ListEnd = { readonly kind: 'usable'; readonly rows: number } | Failed | NotSent | Unknown;

const MAX_ROW_CHARACTERS = 64 * 1024;
const STREAM_MAX_BYTES = 2 * 1024 ** 3;

/**
 * Asks for a list and hands its rows over piece by piece. Rows are provisional until this returns `usable`; whoever takes them
 * drops them for every other end.
 */
export async function list(
  connection: AlsecoConnection,
  name: OperationName,
  args: SoapArguments,
  onRows: (rows: readonly SoapRow[]) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  const operation = connection.offer.operations[name];
  if (!operation.list) throw new TypeError(`${name} answers no list`);
  const plan = {
    ...operation.list,
    response: operation.response,
    result: operation.result.name,
    aliases: operation.aliases,
    maxRow: MAX_ROW_CHARACTERS,
  };
  const { envelope, headers } = await connection.compose(name, args);
  const limits = connection.limits(context);
  const started = Date.now();
  const digest = createHash('sha256');
  const ended = await connection.http.stream(
    { ...limits, limitMs: listLimitMs(limits.limitMs), url: connection.options.endpoint, body: envelope, headers, maxBytes: STREAM_MAX_BYTES },
    (chunks, contentType) => readSoapRows(hashed(chunks, digest), contentType, plan, onRows),
  );
  const outcome = ended.outcome === 'answered' ? judged(ended.value, ended.status, plan.in) : callOutcome(ended);
  const streamHash = digest.digest('hex');
  context.keep({
    operation: name,
    at: new Date(started).toISOString(),
    tookMs: Date.now() - started,
    request: withoutSecrets(envelope),
    answer: outcome.kind === 'usable' ? `${outcome.rows} rows, sha256 ${streamHash}` : 'text' in outcome ? outcome.text : outcome.reason,
    ended: outcome.kind === 'usable' || outcome.kind === 'failed' ? 'answered' : outcome.kind,
    ...(ended.outcome === 'answered' ? { streamHash } : {}),
  });
  return outcome;
}

/**
 * Usable ⇔ the list's element is there, ErrorMessage and StackTrace are empty wherever they stand, Executed is not false and no
 * known error text stands in `result`. `result` itself says «false» and «sucsess» on success and decides nothing else.
 */
function judged(end: RowsEnd, status: number, listName: string): ListEnd {
  if (end.fault) return faultOutcome(end.fault);
  if (status !== 200) return statusOutcome(status);
  const said = (name: string): string => end.notes.get(name) ?? '';
  const complaint = said('ErrorMessage') || said('StackTrace');
  if (complaint) return failed(complaint);
  if (/^(false|0)$/i.test(said('Executed'))) return failed('Executed is false');
  const known = [...end.notes.values()].find((text) => listErrorIn(text) !== null);
  if (known) return failed(known);
  if (!end.listSeen) return failed(`no ${listName} in the answer`);
  if (end.rows === 0 && said(listName)) return failed(said(listName));
  return { kind: 'usable', rows: end.rows };
}

const failed = (text: string): Failed => ({ kind: 'failed', error: listErrorIn(text) ?? 'other', text: text.slice(0, 500) });

async function* hashed(chunks: AsyncIterable<Uint8Array>, digest: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > STREAM_MAX_BYTES) throw new Error(`a list of more than ${STREAM_MAX_BYTES} bytes`);
    digest.update(chunk);
    yield chunk;
  }
}
