import type { Outcome, People } from '../../../domain/bank-day/outcomes';
import type { Detail } from '../../../domain/bank-day/signing';
import { objectionInWords } from '../../objections';
import type { SigningArgs } from '../../signing';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  'roll back': 'roll back',
  succeeded: 'succeeded',
  claim: 'claim',
  loss: 'loss',
  gain: 'gain',
  suspense: 'suspense',
  assign: 'assign',
  'agent refunded': 'agent refunded',
  'list is wrong': 'list is wrong',
  accept: 'accept',
  'other channel': 'other channel',
  sum: 'sum',
  poll: 'poll',
  look: 'look',
  'fetch again': 'fetch again',
  ask: 'ask',
};
const DOES: Readonly<Record<Outcome, string>> = {
  'roll back': 'the supplier is told to take the booking back by its PaymentId; the break closes when it has',
  succeeded: 'the payment is closed as successful with this booking; its agent is charged and told',
  claim: 'by letter the supplier owes us what it booked too much, until it gives it back, sets it off, or two write it off',
  loss: 'what it booked too much becomes our loss and is paid to it',
  gain: 'what it booked too little waits on suspense; it is no income by itself',
  suspense: 'the sum waits on suspense until it is known whose it is',
  assign: 'it is this failed payment’s: the payment becomes successful, its agent is charged, also past its overdraft, and told',
  'agent refunded': 'the agent gets the whole payment back, with status -115 and a callback',
  'list is wrong': 'the supplier’s list lacks what it took; it is told by letter, and nothing is posted',
  accept: 'both sides stay as they are, and nothing is posted',
  'other channel': 'another channel of our code has booked it; nothing is posted',
  sum: 'the sum that two people read in the raw row waits on suspense',
  poll: 'the supplier is asked for the payment’s status now',
  look: 'the supplier’s book is read anew, and the payment is looked for',
  'fetch again': 'the book is read anew',
  ask: 'the supplier is asked which of its lists is right, and the book is read anew',
};
const PEOPLE: Readonly<Record<People, string>> = {
  '1': 'an operator or accountant',
  A: 'an accountant',
  '2': 'two people, one an accountant',
};
const DETAILS: Readonly<Record<Detail, string>> = {
  letter: 'the letter’s number (--letter)',
  owner: 'who follows it up (--owner)',
  due: 'until when (--due)',
  payment: 'the payment (--agent, --transaction)',
  sum: 'the sum (--sum)',
};
const CANNOT: Readonly<Record<SigningArgs['cannotBeAssigned']['because'], string>> = {
  open: 'it is still open',
  paid: 'it is paid, or was reversed',
  documents: 'a document of it may stand in the book itself',
  supplier: 'it is another supplier’s',
  amount: 'its sum is another',
};
const listed = (details: readonly Detail[]): string => details.map((detail) => DETAILS[detail]).join(', ');

export const en: Words<SigningArgs> = {
  outcome: ({ outcome }) => OUTCOMES[outcome],
  people: ({ people }) => PEOPLE[people],
  state: ({ state }) => (state === 'waits' ? 'waits for the second person' : state),
  does: ({ outcome, equal }) => {
    if (equal && outcome === 'claim') return 'the supplier is told by letter to put it right; nothing is posted';
    return equal && outcome === 'loss' ? 'it is paid anew at our cost: the whole sum becomes our loss' : DOES[outcome];
  },
  mayHeading: ({ kind }) => `${terms.break[kind]}:`,
  nothingMay: () => 'nobody signs this: it ends when what it says ends',
  noBreaks: ({ supplier, day }) => `${supplier} ${day} has no break.`,
  signed: ({ signing, outcome, count, sum }) => `Signing ${signing} (${OUTCOMES[outcome]}) is done: breaks ${count}, sum ${sum}.`,
  waits: ({ signing, outcome, count, sum, command }) =>
    `Signing ${signing} (${OUTCOMES[outcome]}) waits for a second person: breaks ${count}, sum ${sum}. ${command}`,
  rowResult: ({ id, state, why }) => `break ${id}: ${state === 'waits' ? 'waits for the second person' : state}${why ? `; ${why}` : ''}`,
  handedOn: ({ decision }) => `Decision ${decision} carries it out.`,
  takenBack: ({ signing, outcome }) => `Signing ${signing} (${OUTCOMES[outcome]}) is taken back: what it moved has moved back.`,
  rejected: ({ signing, outcome }) => `Signing ${signing} (${OUTCOMES[outcome]}) is rejected: nothing was done.`,
  noSuchBreak: ({ id, supplier, day }) => `${supplier} ${day} has no break ${id}: nothing was signed.`,
  nothingToSign: ({ supplier, day, kind }) => `${supplier} ${day} has no open break of the kind ${terms.break[kind]}: nothing was signed.`,
  breakClosed: ({ id, as }) => `Break ${id} is closed already (${as}): nothing was signed.`,
  signedAlready: ({ id, signing }) => `Break ${id} is signed already, by signing ${signing}: it is approved, rejected or taken back first.`,
  outcomeForbidden: ({ id, kind, outcome, may }) =>
    `Break ${id} (${terms.break[kind]}) cannot end as ${OUTCOMES[outcome]}; it may end as: ${may.map((one) => OUTCOMES[one]).join(', ') || 'nothing now'}.`,
  wrongRole: ({ id, staff, people }) => `${staff} may not sign break ${id} so: it takes ${PEOPLE[people]}.`,
  detailMissing: ({ outcome, details }) => `${OUTCOMES[outcome]} also needs: ${listed(details)}.`,
  detailUseless: ({ outcome, details }) => `${OUTCOMES[outcome]} does not take: ${listed(details)}.`,
  ownerUnknown: ({ owner }) => `There is no active staff account ${owner} to follow it up.`,
  currencyUnknown: ({ id }) => `Nothing says in which currency break ${id} is: have its day opened and compared first.`,
  paymentUnknown: ({ agent, transaction }) => `Agent ${agent} has no payment ${transaction}.`,
  cannotBeAssigned: ({ agent, transaction, because }) => `It cannot be assigned to payment ${agent} ${transaction}: ${CANNOT[because]}.`,
  refundOfPart: ({ id }) => `Another part of break ${id}’s payment may stand at the supplier: it cannot be given back whole; reverse it instead.`,
  dayPastReading: ({ supplier, day }) => `The book of ${supplier} ${day} is not being compared: it is not read again by this.`,
  decisionForbidden: ({ objection }) => objectionInWords(objection, 'en'),
  noSuchSigning: ({ signing }) => `There is no signing ${signing}.`,
  waitsForNobody: ({ signing }) => `Signing ${signing} waits for nobody any more.`,
  samePerson: ({ signing, staff }) => `${staff} gave signing ${signing}: another person must approve it.`,
  needsAccountant: ({ signing, staff }) => `Of the two people of signing ${signing} one must be an accountant: ${staff} is none, nor was the first.`,
  factsChanged: ({ id, signing }) => `Break ${id} says something else now than when signing ${signing} was given: that one has fallen, sign anew.`,
  notGiver: ({ signing, staff, giver }) => `${giver} gave signing ${signing}: only its giver takes it back, not ${staff}.`,
  cannotBeTakenBack: ({ signing, outcome }) => `Signing ${signing} (${OUTCOMES[outcome]}) is done, and others were told: it cannot be taken back.`,
  nothingToTakeBack: ({ signing }) => `Signing ${signing} holds no more: there is nothing to take back.`,
  dayConfirmed: ({ signing, day }) => `${day} is confirmed: signing ${signing} cannot be taken back.`,
  claimEnded: ({ id }) => `The claim about break ${id} has ended or is being ended: its signing cannot be taken back.`,
};
