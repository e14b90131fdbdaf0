import { OFFERS } from '../contracts/supply';
import { SUCCESS } from '../domain/status';
import { isHalfTakenBack, isPaidForNothing } from '../domain/taking-back';
import type { PaymentFile } from './payment-file';

/** The one thing a person does next about a payment; `command` is null where there is nothing to do but wait. */
export interface NextAction {
  readonly words: string;
  readonly command: string | null;
}

export function nextAction(file: PaymentFile): NextAction {
  const { payment } = file;
  const open = file.decisions.find((decision) => decision.doneAt === null && decision.needsSecond && decision.second === null);
  if (open)
    return {
      words: `${open.staff}'s decision "${open.kind}" waits for a second person`,
      command: `tolem payment approve ${open.id} --as <another operator>`,
    };
  const reversing = file.decisions.find((decision) => decision.doneAt === null);
  if (reversing) return { words: `the ${reversing.kind} decided by ${reversing.staff} is being carried out`, command: null };
  const extra = file.breaks.find((found) => found.closedAt === null);
  if (extra) return { words: extra.what, command: extra.command };
  return payment.finalAt ? afterTheEnd(file) : onTheWay(file);
}

const about = ({ payment }: PaymentFile): string => `${payment.agent} ${payment.transaction}`;
const decide = (file: PaymentFile, choice: string): string => `tolem payment decide ${about(file)} ${choice} --reason "…"`;

function afterTheEnd(file: PaymentFile): NextAction {
  const { payment } = file;
  const taken = file.documents.find((document) => document.state === 'taken' && document.writtenOffAt === null);
  if (payment.needsStaff && payment.status !== SUCCESS && taken)
    return takeBack(file, `${payment.supplier} keeps a booking of a payment that failed: roll it back, or write it off where that is refused`);
  if (payment.needsStaff && isPaidForNothing({ status: payment.status, documents: file.documents })) {
    return {
      words: `${payment.supplier} has refused what its agent has paid for: give it back`,
      command: `tolem payment reverse ${about(file)} --agents-request "…" --reason "…"`,
    };
  }
  if (payment.needsStaff && isHalfTakenBack({ status: payment.status, documents: file.documents })) {
    return {
      words: `${payment.supplier} took a part back and keeps another: reverse it again, or write off what it keeps, which gives the agent all its money back`,
      command: decide(file, '--write-off'),
    };
  }
  if (payment.needsStaff) return { words: `see what happened (${payment.needsStaff}), then close the matter`, command: decide(file, '--noted') };
  if (file.callbackAskedAt)
    return { words: `nothing: it is closed, and its callback is being told, asked for at ${file.callbackAskedAt}`, command: null };
  const last = file.callbacks.at(-1);
  if (last?.givenUpAt && !last.deliveredAt)
    return file.callbackUrl
      ? { words: 'the agent could not be told', command: `tolem payment resend-callback ${about(file)}` }
      : { words: 'the agent could not be told: it has no callback address', command: `tolem agent set ${payment.agent} --callback-url https://…` };
  if (last && !last.deliveredAt)
    return { words: `nothing: it is closed, and its callback is tried again until the agent takes it, next from ${last.dueAt} on`, command: null };
  return { words: 'nothing: it is closed', command: null };
}

/** Neither now nor in an earlier life of the registry; where nothing is planned yet there is nothing that could be. */
const wasNeverSent = ({ state, attempts }: PaymentFile['documents'][number]): boolean =>
  state === 'planned' && attempts.every(({ number, outcome }) => number > 0 && outcome === 'not sent');

/** What its supplier has refused to take back is a loss. */
function takeBack(file: PaymentFile, words: string): NextAction {
  const last = file.decisions.filter(({ kind, outcome }) => kind === 'roll back' && outcome !== 'rejected').at(-1);
  const kept = last?.outcome === 'refused' || last?.outcome === 'partly' || !OFFERS[file.payment.supplier].rollback;
  return { words, command: decide(file, kept ? '--write-off' : '--roll-back') };
}

function onTheWay(file: PaymentFile): NextAction {
  const { payment, supplierState, documents } = file;
  if (payment.needsStaff) {
    const live = documents.filter((document) => document.state !== 'replaced');
    const broken = live.some((document) => document.state === 'refused' || document.state === 'rolled back');
    if (broken && live.some((document) => document.state === 'taken'))
      return takeBack(file, 'take back what was booked, or write it off where that is refused');
    const doubtful = live.find((document) => document.attempts.at(-1)?.state === 'sending' || document.attempts.at(-1)?.outcome === 'unknown');
    if (doubtful) {
      return {
        words: `ask ${payment.supplier} what became of ${doubtful.reference}, then decide: --succeeded, --failed CODE or --send-again`,
        command: decide(file, '--succeeded'),
      };
    }
    if (live.every(wasNeverSent))
      return {
        words: `nothing of it was sent, and it is tried on: mend why (${payment.waitsFor ?? 'it does not say'}), or end it with --failed CODE`,
        command: decide(file, '--failed -300'),
      };
    return { words: `ask ${payment.supplier} about it; meanwhile ask once more`, command: `tolem payment poll ${about(file)}` };
  }
  if (supplierState.state === 'stopped') {
    const words = `${payment.supplier} is stopped (${supplierState.reason ?? 'no reason given'})`;
    return supplierState.by
      ? { words: `${words} by ${supplierState.by}: resume it when it works`, command: `tolem supplier resume ${payment.supplier} --reason "…"` }
      : { words: `${words}: see what is wrong`, command: 'tolem doctor' };
  }
  return { words: 'nothing: it goes on by itself', command: null };
}
