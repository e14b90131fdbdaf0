import fc from 'fast-check';
import { ODD_ROLLBACKS } from '../../../src/sandbox/alseco/book';
import { CHOICES } from '../../support/proof/by-the-book';
import { EVERY_FAULT, PAYING_FAULTS } from '../../support/proof/faults';
import { KINDS, REFUSED_PART, STUCK } from '../../support/proof/kinds';
import { asksBalance, asksList, asksStatus, checksAccount, pays, paysAgain, paysMany, paysOtherwise, sendsRegister } from './agents';
import { agentIs, clears as clearsBooking, decides, type Ending, endsWaiting, movesCash, pauses, resumes, reverses, smallWord } from './staff';
import type { Breakable, Command } from './state';
import { alsecoAnswersRollbacks, apiGoes, arms, clears, comesBack, dies, receiverIs, restartsGently, timePasses, upstreamFinishes } from './trouble';

const kind = fc.constantFrom(...KINDS, STUCK, REFUSED_PART, REFUSED_PART);
const ending = fc.constantFrom<Ending>('approved', 'approved', 'approved', 'rejected', 'left waiting');
const pick = fc.nat({ max: 99 });
const supplier = fc.constantFrom('alseco' as const, 'upstream' as const);
const part = fc.constantFrom<Breakable>('worker', 'worker', 'alseco', 'upstream');
const target = fc.constantFrom(
  ['supplier', 'alseco'] as const,
  ['supplier', 'upstream'] as const,
  ['service', '7'] as const,
  ['service', '815'] as const,
);

const ROLLBACK_FAULTS = EVERY_FAULT.filter(({ body }) => body['operation'] === 'RollbackPayments');
const LATE_BOOKINGS = PAYING_FAULTS.filter(({ body }) => body['fault'] === 'late');

/** How often beside the others; agents' payments make the bulk. */
const WEIGHTED: ReadonlyArray<readonly [number, fc.Arbitrary<Command>]> = [
  [16, kind.map(pays)],
  [6, fc.array(kind, { minLength: 3, maxLength: 8 }).map(paysMany)],
  [4, fc.tuple(pick, fc.integer({ min: 1, max: 8 })).map(([which, copies]) => paysAgain(which, copies))],
  [1, fc.tuple(pick, kind).map(([which, other]) => paysOtherwise(which, other))],
  [4, pick.map(asksStatus)],
  [1, kind.map(checksAccount)],
  [2, fc.constant(asksBalance)],
  [2, fc.constant(asksList)],
  [1, fc.tuple(pick, fc.constantFrom(null, '12.34')).map(([which, amount]) => sendsRegister(which, amount))],
  [6, fc.tuple(fc.constantFrom(...EVERY_FAULT), fc.constantFrom(1, 1, 2, 4, null)).map(([fault, count]) => arms(fault, count))],
  [8, fc.tuple(fc.constantFrom(...PAYING_FAULTS), fc.constantFrom(1, 2, 4)).map(([fault, count]) => arms(fault, count))],
  // A booking that shows only after the first look is what an early word of absence would double.
  [5, fc.tuple(fc.constantFrom(...LATE_BOOKINGS), fc.constantFrom(1, 2)).map(([fault, count]) => arms(fault, count))],
  [3, supplier.map(clears)],
  [2, part.map(dies)],
  [6, part.map(comesBack)],
  [2, part.map(restartsGently)],
  [
    2,
    fc
      .tuple(fc.constantFrom('kill' as const, 'stop' as const), kind, fc.integer({ min: 1, max: 6 }))
      .map(([how, of, copies]) => apiGoes(how, of, copies)),
  ],
  [1, target.map(([noun, name]) => pauses(noun, name))],
  [2, target.map(([noun, name]) => resumes(noun, name))],
  [1, fc.constantFrom(agentIs('pause'), agentIs('resume'), agentIs('resume'))],
  [
    2,
    fc
      .tuple(fc.constantFrom('top-up' as const, 'withdraw' as const), fc.constantFrom('1000.00', '4000000.00'))
      .map(([verb, sum]) => movesCash(verb, sum)),
  ],
  [2, fc.tuple(fc.constantFrom('poll' as const, 'resend-callback' as const), pick).map(([verb, which]) => smallWord(verb, which))],
  [14, fc.tuple(pick, fc.constantFrom(...CHOICES), ending).map(([which, choice, end]) => decides(which, choice, end))],
  [
    7,
    fc
      .tuple(pick, fc.constantFrom('--roll-back' as const, '--write-off' as const), ending)
      .map(([which, choice, end]) => clearsBooking(which, choice, end)),
  ],
  [12, fc.tuple(pick, ending).map(([which, end]) => reverses(which, end))],
  [5, fc.tuple(pick, fc.constantFrom('approved' as const, 'approved' as const, 'rejected' as const)).map(([which, end]) => endsWaiting(which, end))],
  [7, fc.array(fc.constantFrom(...ODD_ROLLBACKS), { minLength: 1, maxLength: 4 }).map(alsecoAnswersRollbacks)],
  [3, fc.tuple(fc.constantFrom(...ROLLBACK_FAULTS), fc.constantFrom(1, 2)).map(([fault, count]) => arms(fault, count))],
  [2, fc.tuple(pick, fc.constantFrom(10, -203)).map(([which, code]) => upstreamFinishes(which, code))],
  [
    1,
    fc
      .constantFrom('takes' as const, 'takes' as const, 'answers 410' as const, 'answers 500' as const, 'cuts' as const, 'says nothing' as const)
      .map(receiverIs),
  ],
  [4, fc.constantFrom(50, 300, 1_500).map(timePasses)],
];

/** Every command as often as its weight says. */
export const anyCommand = (): ReadonlyArray<fc.Arbitrary<Command>> => WEIGHTED.flatMap(([weight, one]) => Array.from({ length: weight }, () => one));
