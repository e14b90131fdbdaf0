import type { SealedOutcome } from '../../contracts/workflows';
import type { Payment } from '../../registry/payment/payments';
import type { Vault } from '../../registry/secrets';
import type { PayOutcome } from '../../suppliers/supplier';
import type { SentDocument } from '../evidence/doubt';

/** What the supplier said about one document, with its secrets, and the document as it was sent. */
export interface HeardOutcome {
  readonly sent: SentDocument;
  readonly outcome: PayOutcome;
}

/** One sending: a registry restored to an older copy gives numbers out again, and the time of the claim tells the lives apart. */
export interface Sending {
  readonly payment: Payment;
  readonly attempt: number;
  /** ISO instant of the attempt's `send_before`. */
  readonly sendBefore: string;
}

/**
 * What `pay` heard and could not write comes back to us through a history that others may write to. So it travels sealed, bound to the
 * very attempt: only `pay` can have said it, nobody reads the supplier's words there, and it speaks of nothing else.
 */
export function sealOutcomes(vault: Vault, { payment, attempt, sendBefore }: Sending, heard: readonly HeardOutcome[]): SealedOutcome[] {
  return heard.map((each) => ({
    document: each.sent.number,
    sendBefore,
    seal: vault.seal(JSON.stringify(each), boundTo(payment, attempt, each.sent.number, sendBefore)).toString('base64'),
  }));
}

/** Null where the seal does not open: it was made elsewhere, of something else, or with another key. */
export function openSeal(vault: Vault, payment: Payment, attempt: unknown, word: SealedOutcome): HeardOutcome | null {
  try {
    const { document, sendBefore, seal } = word;
    if (!Number.isInteger(document) || !Number.isInteger(attempt)) return null;
    const plain = vault.open(Buffer.from(seal, 'base64'), boundTo(payment, attempt as number, document, sendBefore));
    const heard = JSON.parse(plain) as HeardOutcome;
    return heard.sent.number === document ? heard : null;
  } catch {
    return null;
  }
}

const boundTo = ({ id, request }: Payment, attempt: number, document: number, sendBefore: string): string =>
  JSON.stringify(['outcome of pay', id, request, document, attempt, sendBefore]);
