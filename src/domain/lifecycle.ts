import { SUCCESS } from './status';

/**
 * The payment's lifecycle as a decision: from what the registry knows of documents and attempts to what must happen next.
 * Pure, so that a table tests it without Temporal; every activity of the payment ends by asking it.
 */
export type AttemptOutcome = 'accepted' | 'pending' | 'refused' | 'not sent' | 'unknown' | 'absent';

export interface AttemptState {
  /** 0 stands for what an earlier life of the registry may have sent (a swept or late workflow). */
  readonly number: number;
  readonly state: 'claimed' | 'sending' | 'closed';
  readonly outcome: AttemptOutcome | null;
}

export interface DocumentState {
  readonly number: number;
  readonly state: 'planned' | 'taken' | 'refused' | 'replaced' | 'rolled back';
  /** The payment code of a refusal. */
  readonly code: number | null;
  /** Refused because the invoice is stale: one fresh invoice may be tried. */
  readonly stale: boolean;
  /** Nothing to send is known of it: it stands to be looked for, because an earlier life of the registry may have booked it. */
  readonly soughtOnly: boolean;
  readonly attempts: readonly AttemptState[];
}

export type Next =
  | { readonly do: 'check' }
  | { readonly do: 'pay'; readonly attempt: number; readonly documents: readonly number[] }
  | { readonly do: 'poll'; readonly documents: readonly number[] }
  | { readonly do: 'find'; readonly documents: readonly number[] }
  /** Take back what was taken, because a sibling was refused. */
  | { readonly do: 'undo'; readonly documents: readonly number[]; readonly code: number }
  | { readonly do: 'settle'; readonly status: number };

/** `checkIsOld`: what the supplier said at the check holds no longer, so what was never sent is planned anew. */
export function nextOf(all: readonly DocumentState[], checkIsOld = false): Next {
  const live = all.filter((document) => document.state !== 'replaced');
  if (live.length === 0) return { do: 'check' };

  const fates = live.map((document) => ({ document, fate: fateOf(document) }));
  const numbers = (fate: Fate): number[] => fates.filter((each) => each.fate === fate).map((each) => each.document.number);

  const unknown = numbers('unknown');
  if (unknown.length > 0) return { do: 'find', documents: unknown };
  const pending = numbers('pending');
  if (pending.length > 0) return { do: 'poll', documents: pending };

  // Refused for good beats stale: a fresh invoice for one of them would not make the payment whole.
  const refusals = live.filter((document) => document.state === 'refused');
  const refused = refusals.find((document) => !document.stale) ?? refusals[0];
  const undone = live.find((document) => document.state === 'rolled back');
  const taken = numbers('taken');
  if (refused) {
    const refreshed = all.some((document) => document.state === 'replaced' && document.stale);
    // Once a sibling had to be taken back the payment has failed: nothing is fetched anew for it.
    if (refused.stale && taken.length === 0 && !undone && !refreshed) return { do: 'check' };
    const code = refused.code ?? -300;
    return taken.length > 0 ? { do: 'undo', documents: taken, code } : { do: 'settle', status: code };
  }
  if (undone) return taken.length > 0 ? { do: 'undo', documents: taken, code: undone.code ?? -300 } : { do: 'settle', status: undone.code ?? -300 };

  const unsent = live.filter((document) => fateOf(document) === 'unsent');
  // Looked for, and proved not to be booked: what will be sent is planned now.
  if (unsent.some((document) => document.soughtOnly)) return { do: 'check' };
  if (unsent.length > 0 && checkIsOld && all.every(wasNeverSent)) return { do: 'check' };
  if (unsent.length > 0) return { do: 'pay', attempt: nextAttempt(unsent), documents: unsent.map((document) => document.number) };
  return { do: 'settle', status: SUCCESS };
}

type Fate = 'unsent' | 'unknown' | 'pending' | 'taken' | 'closed';

function fateOf(document: DocumentState): Fate {
  if (document.state === 'taken') return 'taken';
  if (document.state !== 'planned') return 'closed';
  const last = document.attempts.reduce<AttemptState | null>(
    (latest, attempt) => (latest && latest.number > attempt.number ? latest : attempt),
    null,
  );
  if (!last) return 'unsent';
  if (last.state !== 'closed' || last.outcome === null) return 'unknown';
  switch (last.outcome) {
    case 'not sent':
    case 'absent':
      return 'unsent';
    case 'pending':
      return 'pending';
    // A closed attempt that was accepted or refused has moved its document; if the document says otherwise, only evidence can tell.
    case 'accepted':
    case 'refused':
    case 'unknown':
      return 'unknown';
  }
}

/** Nor by an earlier life: what might have been is proved absent. */
const wasNeverSent = ({ attempts }: DocumentState): boolean =>
  attempts.every(({ number, outcome }) => outcome === 'not sent' || (number === 0 && outcome === 'absent'));

/**
 * Whether a word about an attempt may still be written down when it comes by a long way round: it is awaited while the attempt is being
 * sent or its fate unknown. That the supplier has booked what was held for absent is never too late, as long as nothing is decided.
 */
export const mayStillSay = (document: DocumentState, attempt: AttemptState, said: AttemptOutcome): boolean =>
  attempt.state === 'sending' || attempt.outcome === 'unknown' || (said === 'accepted' && attempt.state === 'closed' && document.state === 'planned');

/** All documents of one call carry the same attempt number: one above the highest any of them had. */
const nextAttempt = (documents: readonly DocumentState[]): number =>
  1 + Math.max(0, ...documents.flatMap((document) => document.attempts.map((attempt) => attempt.number)));
