import type { Day } from '../domain/day';
import type { Language } from '../domain/status';
import { en } from './texts/findings/en';
import { kk } from './texts/findings/kk';
import { ru } from './texts/findings/ru';
import type { Nothing } from './told';
import { type InEveryLanguage, type Told, tell } from './told';

interface Named {
  readonly name: string;
}

/** What is looked at. */
export interface CheckArgs {
  readonly database: Nothing;
  readonly migrations: Nothing;
  readonly clock: Nothing;
  readonly waiting: Nothing;
  readonly unstarted: Nothing;
  readonly sweeper: Nothing;
  readonly openPayments: Nothing;
  readonly needStaff: Nothing;
  readonly decisions: Nothing;
  readonly twoPeople: Nothing;
  readonly callbacksGivenUp: Nothing;
  readonly stepsAsked: Nothing;
  readonly books: Nothing;
  readonly bookOf: Named;
  readonly bankDaysOf: Named;
  readonly breaksOf: Named;
  readonly ledgerDay: Nothing;
  readonly trialBalance: Nothing;
  readonly closings: Nothing;
  readonly demoPasswords: Nothing;
  readonly temporal: Nothing;
  readonly pollers: { readonly queue: string };
  readonly searchAttributes: Nothing;
  readonly workflowTasks: Nothing;
  readonly suppliers: Nothing;
  readonly supplier: Named;
  readonly deposit: Named;
  readonly zone: Named;
  readonly wordOf: Named;
  readonly probes: Nothing;
  readonly probeOf: Named;
  readonly wsdl: Nothing;
}

/** What was found. `error`, `why` and `said` are others' words, told as they stand. */
export interface FoundArgs {
  readonly notChecked: { readonly error: string };
  readonly reachable: Nothing;
  readonly migrationsMissing: { readonly names: readonly string[] };
  readonly migrationsNewer: { readonly names: readonly string[] };
  readonly migrationsCurrent: Nothing;
  readonly clockAhead: { readonly ms: number };
  readonly clockFarOff: { readonly ms: number };
  readonly backlog: { readonly seconds: number };
  readonly backlogLate: { readonly seconds: number };
  readonly backlogRefused: { readonly seconds: number };
  readonly pulse: { readonly seconds: number };
  readonly pulseGone: { readonly seconds: number };
  readonly count: { readonly count: number };
  readonly inInbox: { readonly count: number };
  readonly waitForSecond: { readonly count: number };
  readonly none: Nothing;
  readonly twoDecide: Nothing;
  readonly oneDecides: Nothing;
  readonly stepsFounded: Nothing;
  readonly stepsUnfounded: {
    readonly payments: number;
    readonly activity: string;
    readonly subject: string;
    readonly why: string;
    readonly at: string;
  };
  readonly bookOverdue: { readonly dueAt: string };
  readonly bookFirstRead: Nothing;
  readonly bookUnreadable: { readonly said: string | null };
  readonly bookRead: { readonly said: string | null; readonly at: string };
  readonly daysOverdue: { readonly count: number; readonly first: Day };
  readonly rollbackRunsOut: { readonly count: number; readonly minutes: number };
  readonly dayNotClosed: { readonly day: Day; readonly since: string };
  readonly dayReckoned: { readonly day: Day };
  readonly daysClosed: { readonly through: Day; readonly open: Day; readonly closesAt: string };
  readonly balanced: Nothing;
  readonly unbalanced: Nothing;
  readonly closingsProved: { readonly postings: string };
  readonly closingsWrong: { readonly count: number };
  readonly passwordsAllowed: Nothing;
  readonly noDemoPassword: Nothing;
  readonly agentPassword: { readonly agent: string };
  readonly staffPassword: Named;
  readonly temporalReached: { readonly address: string; readonly version: string };
  readonly temporalAway: { readonly address: string; readonly error: string };
  readonly polled: { readonly pollers: number; readonly tasks: 'workflow' | 'activity' };
  readonly notPolled: { readonly tasks: 'workflow' | 'activity' };
  readonly attributesRegistered: Nothing;
  /** `command` is one of Temporal's own CLI. */
  readonly attributesMissing: { readonly names: readonly string[]; readonly command: string };
  readonly tasksGoOn: { readonly asked: number };
  readonly tasksKeepFailing: { readonly failing: number; readonly asked: number; readonly shown: readonly string[] };
  readonly supplierOpen: Nothing;
  readonly supplierClosed: {
    readonly state: 'slowed' | 'stopped';
    readonly since: string;
    readonly by: string | null;
    readonly reason: string | null;
  };
  readonly depositCovers: { readonly amount: string; readonly at: string };
  readonly depositLow: { readonly amount: string; readonly at: string; readonly below: string };
  readonly zoneRight: Nothing;
  readonly zoneWrong: { readonly hours: number };
  readonly isSandbox: Nothing;
  readonly isNoSandbox: Nothing;
  readonly isHeld: { readonly why: string };
  readonly gaveNoWord: { readonly why: string };
  readonly probeAnswered: { readonly text: string };
  readonly probeFailed: { readonly trouble: string; readonly reason: string };
  readonly wsdlUnreadable: { readonly error: string };
  readonly wsdlAsOurs: { readonly operations: number };
  readonly wsdlDiffers: { readonly differences: readonly string[] };
}

/** One thing looked at: `warn` wants an eye, `fail` a hand. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly check: Told<CheckArgs>;
  readonly told: Told<FoundArgs>;
}

const CHECKS: InEveryLanguage<CheckArgs> = { en: en.checks, ru: ru.checks, kk: kk.checks };
const FOUND: InEveryLanguage<FoundArgs> = { en: en.found, ru: ru.found, kk: kk.found };

/** As programs read it, with its words. */
export const findingView = ({ level, check, told }: Finding, language: Language) => ({
  level,
  check,
  ...told,
  what: tell(CHECKS, language, check),
  said: tell(FOUND, language, told),
});
