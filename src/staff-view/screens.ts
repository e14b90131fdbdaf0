import type { DecisionKind } from '../domain/decisions';
import { en } from './texts/screens/en';
import { kk } from './texts/screens/kk';
import { ru } from './texts/screens/ru';
import type { InEveryLanguage, Nothing } from './told';

/** What a screen says besides its rows. */
export interface ScreenArgs {
  readonly emptyInbox: Nothing;
  /** `more`: names of the kinds of which there are more than shown. */
  readonly inboxEnd: { readonly count: number; readonly more: readonly string[] };
  readonly noBreak: Nothing;
  readonly breakSigned: { readonly id: string };
  readonly noRegister: Nothing;
  readonly registerDay: { readonly agent: string; readonly day: string; readonly state: string };
  readonly noRegisterOfMonth: Nothing;
  readonly registerTotal: { readonly amount: string; readonly count: number; readonly at: string | null; readonly times: number };
  readonly registerShows: { readonly shown: number; readonly all: number };
  readonly noWorkingDay: { readonly year: number };
  readonly workingDaySet: { readonly day: string; readonly works: boolean };
  readonly breakNotSigned: { readonly id: string };
  readonly noPayment: Nothing;
  readonly unknownPayment: { readonly agent: string; readonly transaction: string };
  readonly paymentsEnd: { readonly count: number; readonly more: boolean; readonly zone: string };
  readonly forStaff: { readonly why: string };
  readonly paymentName: { readonly agent: string; readonly transaction: string };
  readonly serviceAt: { readonly service: string; readonly name: string; readonly supplier: string };
  readonly amounts: { readonly amount: string; readonly rate: string; readonly toReceiver: string };
  readonly acceptedAt: { readonly at: string; readonly zone: string; readonly day: string };
  readonly voucherSealed: Nothing;
  readonly headline: {
    readonly agent: string;
    readonly transaction: string;
    readonly amount: string;
    readonly at: ScreenArgs['serviceAt'];
    readonly account: string;
    readonly request: string;
  };
  readonly now: { readonly status: string; readonly zone: string };
  readonly waitsUntil: { readonly why: string; readonly until: string };
  readonly decisionWaits: { readonly id: string; readonly decision: DecisionKind; readonly command: string };
  readonly decisionStarted: { readonly id: string; readonly decision: DecisionKind; readonly command: string };
  readonly decisionDone: { readonly id: string; readonly result: string };
  readonly decisionRejected: { readonly id: string };
  readonly mind: { readonly caution: string };
  readonly doctorEnd: { readonly checks: number; readonly failed: number; readonly warned: number };
  readonly checksFailed: { readonly failed: number; readonly checks: number };
  readonly noWorkflow: Nothing;
  readonly temporalNotTold: { readonly why: string };
}

export const SCREENS: InEveryLanguage<ScreenArgs> = { en, ru, kk };
