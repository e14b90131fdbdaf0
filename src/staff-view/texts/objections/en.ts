import type { ObjectionArgs } from '../../../domain/objections';
import type { Words } from '../../told';
import { inShell, VERBS } from '../../verb';
import { en as terms } from '../terms/en';

const inbox = inShell(VERBS.inbox());
const CODES = '-100, -105, -110, -111, -115, -120, -200 to -203 or -300';

export const en: Words<ObjectionArgs> = {
  closed: ({ status }) => `The payment is closed with ${status}: a final status never flips.`,
  rollBackUnderWay: () => 'A roll back of it is under way already.',
  mayStillBeAnswered: ({ until }) => `An attempt is being sent and may still be answered until ${until}: decide after that.`,
  nothingSent: () => 'Nothing was ever sent to the supplier for it.',
  knownUnbooked: ({ document }) => `Document ${document} is known not to be booked: it was not sent, or proven absent.`,
  documentRefused: ({ document }) => `Document ${document} is refused by the supplier, so the payment is not whole.`,
  documentRolledBack: ({ document }) => `Document ${document} is rolled back, so the payment is not whole.`,
  noFailureCode: ({ code }) => `${code ?? 'Nothing'} is not a code that ends a payment: take ${CODES}.`,
  documentBooked: ({ document }) =>
    `Document ${document} is booked at the supplier: roll it back (--roll-back) or, where that is refused, write it off (--write-off).`,
  cannotBecomeWhole: () => 'A document of it was refused or rolled back: the payment cannot become whole by sending again.',
  extraFirst: ({ booking, kind }) =>
    `The supplier's book holds PaymentId ${booking} under it (${terms.break[kind]}): that is cleared first (${inbox}).`,
  pendingIsPolled: ({ document }) => `Document ${document} is pending at the supplier: it is polled, not sent again.`,
  noUnknownFate: () => 'No document of it has an unknown fate: what is not sent is sent by the workflow itself.',
  notFinalYet: () => 'The payment has no final status yet, and only final ones are called back.',
  noCallbackAddress: () => 'Its agent has no callback address: set one first.',
  reversedAlready: () => 'The payment is reversed already.',
  reversalUnderWay: () => 'A reversal of it is under way already.',
  onlySuccessful: () => 'Only a successful payment can be reversed.',
  consentNeeded: () => 'Its supplier has no rollback: its written consent is needed (--consent).',
  consentNotNeeded: () => 'Its supplier takes bookings back itself: a reversal there is a rollback, and no consent stands in for it.',
  noDocument: () => 'No document of it is known, so nothing of it can be rolled back.',
  bookingUnseen: ({ document }) =>
    `Document ${document} was declared by staff, and no booking of it is known that could be rolled back: the next reading of the supplier's book names it (${inShell(VERBS.doctor())} says when), or the supplier says in writing that it holds none (--consent).`,
  takesNothingBack: () => 'Its supplier takes no booking back: what it keeps is written off, or reversed with its written consent.',
  reverseIt: () => 'The payment is successful: reverse it on its agent’s request.',
  unknownExtra: ({ booking }) =>
    `PaymentId ${booking} is not known as an extra booking of this payment: the reading of the supplier's book names them (${inbox}).`,
  onlyBooking: ({ booking }) => `PaymentId ${booking} stands in place of the booking we know of: taken back, nothing of the payment would stand.`,
  noLoss: () => 'The payment is successful: there is no loss.',
  maySucceed: () => 'It may still succeed: what is booked is not lost.',
  rollBackStillTried: () => 'It does not wait for staff: the roll back is still being tried.',
  writtenOffAlready: () => 'It was written off already.',
  nothingBooked: () => 'No document of it is booked at the supplier.',
  noExtra: ({ booking, kind }) => `PaymentId ${booking} is no extra booking (${terms.break[kind]}): there is no loss.`,
  canBeRolledBack: ({ booking, until }) => `PaymentId ${booking} can still be rolled back until ${until}: --roll-back --payment-id ${booking}.`,
  stillOpen: () => 'The payment is still open: only the matter of a closed one can be noted.',
  extraKept: () => 'Its supplier keeps an extra booking: roll it back, or write it off.',
  paidForNothing: () => 'Its supplier has refused what its agent has paid for: reverse it.',
  halfTakenBack: () => 'A part of it is taken back and a part is not: reverse the rest, or write it off.',
  bookingKept: () => 'Its supplier keeps a booking of it: roll it back, or write it off.',
  nothingWaits: () => 'Nothing about the payment waits for staff.',
  pendingThoughFailed: ({ document }) =>
    `Document ${document} is pending at the supplier, which may still end it as paid while its agent gets the money back. Its status is asked for on, and that would be a break (${inbox}) and our loss.`,
  pendingThoughSucceeded: ({ document }) =>
    `Document ${document} is pending at the supplier, which may still refuse what its agent pays for. Its status is asked for on, and that would wait for staff (${inbox}).`,
  anotherWaits: ({ id, decision, staff }) =>
    `Decision ${id} (${terms.decision[decision]}, by ${staff}) waits for a second person: approve or reject it first.`,
  waitsForNobody: ({ id }) => `Decision ${id} waits for nobody any more.`,
  ownDecision: ({ id, staff }) => `${staff} took decision ${id}: another person must approve it.`,
  decisionUnknown: ({ id }) => `There is no decision ${id}.`,
  decisionEnded: ({ id, result }) => `Decision ${id} is done: ${result}.`,
  paymentUnknown: () => 'There is no such payment.',
  sentAgainSince: ({ document, attempt }) =>
    `Document ${document} was sent again after this was decided (attempt ${attempt}): reject it, and decide anew.`,
  bookingOfAnother: ({ booking, agent, transaction }) =>
    `PaymentId ${booking} is the booking of payment ${agent} ${transaction} itself, not an extra one.`,
};
