import { z } from 'zod';
import { type Form, REQUEST_TYPES, Refusal, type RequestType } from '../../contracts/partner-api';
import { drawRequestId } from '../../contracts/request-id';
import { transactionId } from '../../domain/ids';
import { messageOf } from '../../domain/status';
import { printJson } from '../../wire/json';
import { dayIn } from '../../zone';

/** A request that is answered with a status of the document and no content; nothing is stored. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  /** `more`: words for the integrator after the table's text. */
  constructor(
    readonly status: number,
    readonly more: string | null = null,
  ) {
    super(more === null ? String(status) : `${status} ${more}`);
  }
}

/** The three refusals that speak HTTP: a rate limit, a body over its cap, our own overload. */
export class HttpRefused extends Error {
  override readonly name = 'HttpRefused';
  constructor(
    readonly code: 413 | 429 | 503,
    readonly more: string,
    readonly retryAfterS: number | null = null,
  ) {
    super(`${code} ${more}`);
  }
}

/** The table's text, with more words after "; ". */
export const messageWith = (status: number, more: string | null): string => (more ? `${messageOf(status)}; ${more}` : messageOf(status));

export const requestTypeOf = (fields: Form): RequestType | null => REQUEST_TYPES.find((type) => type === fields.RequestType) ?? null;

/** The document's shape of a refusal; the RequestID is drawn fresh, its day in `zone`. */
export function refusal(fields: Form, status: number, more: string | null, zone = 'UTC'): string {
  return printJson(
    z.encode(Refusal, {
      RequestID: drawRequestId(dayIn(zone, new Date().toISOString())),
      ResponseType: requestTypeOf(fields) ?? '',
      TransactinID: transactionId(fields.TransactionID ?? '') ?? '0',
      ResponseStatus: status,
      Message: messageWith(status, more),
      TransactionContent: null,
    }),
  );
}
