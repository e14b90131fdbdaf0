import { OFFERS, type SupplierName } from '../contracts/supply';
import type { DecisionKind } from '../domain/decisions';
import { type Language, SUCCESS } from '../domain/status';
import { isHalfTakenBack, isPaidForNothing } from '../domain/taking-back';
import { BREAK_WORDS, type BreakArgs, toldBreak, verbOfBreak } from './breaks';
import type { PaymentFile } from './payment-file';
import { en } from './texts/next-step/en';
import { kk } from './texts/next-step/kk';
import { ru } from './texts/next-step/ru';
import type { Nothing } from './told';
import { type InEveryLanguage, type Told, tell } from './told';
import { type Choice, inShell, VERBS, type Verb } from './verb';

interface Supplied {
  readonly supplier: SupplierName;
}

export interface StepArgs {
  readonly secondPerson: { readonly staff: string; readonly decision: DecisionKind };
  readonly beingCarriedOut: { readonly staff: string; readonly decision: DecisionKind };
  readonly bookingKept: Supplied;
  readonly paidForNothing: Supplied;
  readonly halfTakenBack: Supplied;
  readonly lookAndClose: { readonly why: string };
  readonly callbackAsked: { readonly at: string };
  readonly callbackWithoutAddress: Nothing;
  readonly callbackGivenUp: Nothing;
  readonly callbackTriedAgain: { readonly dueAt: string };
  readonly closed: Nothing;
  readonly partBooked: Nothing;
  readonly fateUnknown: Supplied & { readonly reference: string };
  readonly nothingSent: { readonly why: string | null };
  readonly askOnceMore: Supplied;
  readonly supplierStopped: Supplied & { readonly by: string | null; readonly why: string | null };
  readonly goesOn: Nothing;
}

/** The one thing a person does next about a payment; `verb` is null where there is nothing to do but wait. */
export interface Step {
  readonly told: Told<StepArgs & BreakArgs>;
  readonly verb: Verb | null;
}

const WORDS: InEveryLanguage<StepArgs & BreakArgs> = {
  en: { ...en, ...BREAK_WORDS.en },
  ru: { ...ru, ...BREAK_WORDS.ru },
  kk: { ...kk, ...BREAK_WORDS.kk },
};

/** As programs read it, with its words. */
export const stepView = ({ told, verb }: Step, language: Language) => ({
  ...told,
  words: tell(WORDS, language, told),
  command: verb && inShell(verb),
});

const say = <Key extends keyof StepArgs>(key: Key, args: StepArgs[Key], verb: Verb | null): Step => ({ told: { key, args } as Told<StepArgs>, verb });

export function nextStep(file: PaymentFile): Step {
  const open = file.decisions.filter((decision) => decision.doneAt === null);
  const waiting = open.find((decision) => decision.needsSecond && decision.second === null);
  if (waiting) return say('secondPerson', { staff: waiting.staff, decision: waiting.kind }, VERBS.approve(waiting.id));
  const [begun] = open;
  if (begun) return say('beingCarriedOut', { staff: begun.staff, decision: begun.kind }, null);
  const extra = file.breaks.find((found) => found.closedAt === null);
  if (extra) return { told: toldBreak(extra), verb: verbOfBreak(extra) };
  return file.payment.finalAt ? afterTheEnd(file) : onTheWay(file);
}

const decide = (file: PaymentFile, choice: Choice): Verb => VERBS.decide(file.payment, choice);

function afterTheEnd(file: PaymentFile): Step {
  const { payment, documents } = file;
  const { supplier, status } = payment;
  if (!payment.needsStaff) return untold(file);
  const kept = documents.some((document) => document.state === 'taken' && document.writtenOffAt === null);
  if (status !== SUCCESS && kept) return say('bookingKept', { supplier }, takingBack(file));
  if (isPaidForNothing({ status, documents })) return say('paidForNothing', { supplier }, VERBS.reverse(payment));
  if (isHalfTakenBack({ status, documents })) return say('halfTakenBack', { supplier }, decide(file, { 'write-off': true }));
  return say('lookAndClose', { why: payment.needsStaff }, decide(file, { noted: true }));
}

/** It is closed: whether its agent knows. */
function untold({ payment, callbacks, callbackAskedAt, callbackUrl }: PaymentFile): Step {
  if (callbackAskedAt) return say('callbackAsked', { at: callbackAskedAt }, null);
  const last = callbacks.at(-1);
  if (!last || last.deliveredAt) return say('closed', {}, null);
  if (!last.givenUpAt) return say('callbackTriedAgain', { dueAt: last.dueAt }, null);
  return callbackUrl
    ? say('callbackGivenUp', {}, VERBS.resendCallback(payment))
    : say('callbackWithoutAddress', {}, VERBS.setCallbackAddress(payment.agent));
}

/** Neither now nor in an earlier life of the registry; where nothing is planned yet there is nothing that could be. */
const wasNeverSent = ({ state, attempts }: PaymentFile['documents'][number]): boolean =>
  state === 'planned' && attempts.every(({ number, outcome }) => number > 0 && outcome === 'not sent');

/** What its supplier has refused to take back is a loss. */
function takingBack(file: PaymentFile): Verb {
  const last = file.decisions.filter(({ kind, outcome }) => kind === 'roll back' && outcome !== 'rejected').at(-1);
  const kept = last?.outcome === 'refused' || last?.outcome === 'partly' || !OFFERS[file.payment.supplier].rollback;
  return decide(file, kept ? { 'write-off': true } : { 'roll-back': true });
}

function onTheWay(file: PaymentFile): Step {
  const { payment, supplierState } = file;
  const { supplier } = payment;
  if (payment.needsStaff) return whatStaffDecide(file);
  if (supplierState.state !== 'stopped') return say('goesOn', {}, null);
  const { by, reason: why } = supplierState;
  return say('supplierStopped', { supplier, by, why }, by ? VERBS.resumeSupplier(supplier) : VERBS.doctor());
}

function whatStaffDecide(file: PaymentFile): Step {
  const { payment } = file;
  const { supplier } = payment;
  const live = file.documents.filter((document) => document.state !== 'replaced');
  const broken = live.some((document) => document.state === 'refused' || document.state === 'rolled back');
  if (broken && live.some((document) => document.state === 'taken')) return say('partBooked', {}, takingBack(file));
  const doubtful = live.find((document) => document.attempts.at(-1)?.state === 'sending' || document.attempts.at(-1)?.outcome === 'unknown');
  if (doubtful) return say('fateUnknown', { supplier, reference: doubtful.reference }, decide(file, { succeeded: true }));
  if (live.every(wasNeverSent)) return say('nothingSent', { why: payment.waitsFor }, decide(file, { failed: '-300' }));
  return say('askOnceMore', { supplier }, VERBS.poll(payment));
}
