import { answerHash } from '../contracts/supply';
import type { CallContext } from './supplier';

/** The same context, and the hashes of all answers that come through it, in their order. */
export function hashing<Context extends CallContext>(context: Context): { readonly context: Context; readonly hashes: string[] } {
  const hashes: string[] = [];
  const keep: CallContext['keep'] = (exchange) => {
    hashes.push(answerHash(exchange));
    context.keep(exchange);
  };
  return { context: { ...context, keep }, hashes };
}
