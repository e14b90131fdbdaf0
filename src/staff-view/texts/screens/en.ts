import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';
import { inShell, VERBS } from '../../verb';
import { en as terms } from '../terms/en';

export const en: Words<ScreenArgs> = {
  emptyInbox: () => 'Nothing needs a hand.',
  inboxEnd: ({ count, more }) => `${count} in all${more.length > 0 ? `, and there is more of: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'There is no break.',
  breakSigned: ({ id }) => `Break ${id} is signed.`,
  noRegister: () => 'No agent has sent the total of a day yet (PostTotalAmount).',
  registerDay: ({ agent, day, state }) => `Register of agent ${agent} for ${day}: ${state}.`,
  noRegisterOfMonth: () => 'No register of this month came (PostPayments): what is missing in it is not judged.',
  registerTotal: ({ amount, count, at, times }) =>
    `${amount} (${count})${at === null ? '' : `, ${at}`}${times > 1 ? `, sent ${times} times: the newest counts` : ''}`,
  registerShows: ({ shown, all }) => `${shown} of ${all} payments are shown (--limit is of each kind).`,
  noWorkingDay: ({ year }) => `Nobody said anything of ${year}: Monday to Friday are worked.`,
  workingDaySet: ({ day, works }) => `${day} is ${works ? 'a working day' : 'a day off'}.`,
  breakNotSigned: ({ id }) =>
    `There is no open break ${id} without a payment: the others are closed by a decision about their payment (${inShell(VERBS.inbox())}).`,
  noPayment: () => 'No payment is found.',
  unknownPayment: ({ agent, transaction }) => `There is no payment ${transaction} of agent ${agent}.`,
  paymentsEnd: ({ count, more, zone }) => `${count} shown${more ? ', there are more (--limit, at most 1000)' : ''}; times in ${zone}.`,
  forStaff: ({ why }) => `STAFF: ${why}`,
  paymentName: ({ agent, transaction }) => `agent ${agent}, TransactionID ${transaction}`,
  serviceAt: ({ service, name, supplier }) => `${service} ${name} at ${supplier}`,
  amounts: ({ amount, rate, toReceiver }) => `${amount}; rate ${rate}, ${toReceiver} to the receiver`,
  acceptedAt: ({ at, zone, day }) => `${at} ${zone}, business day ${day}`,
  voucherSealed: () => 'its code is kept sealed',
  headline: ({ agent, transaction, amount, at, account, request }) =>
    `Payment ${transaction} of agent ${agent}: ${amount} for service ${en.serviceAt(at)}, account ${account}, RequestID ${request}.`,
  now: ({ status, zone }) => `Now: ${status}. Times in ${zone}.`,
  waitsUntil: ({ why, until }) => `${why} until ${until}`,
  decisionWaits: ({ id, decision, command }) => `Decision ${id} (${terms.decision[decision]}) is stored and waits for a second person: ${command}`,
  decisionStarted: ({ id, decision, command }) => `Decision ${id}: the ${terms.decision[decision]} is handed over; see ${command}`,
  decisionDone: ({ id, result }) => `Decision ${id}: ${result}.`,
  decisionRejected: ({ id }) => `Decision ${id} is rejected.`,
  mind: ({ caution }) => `Mind: ${caution}`,
  doctorEnd: ({ checks, failed, warned }) => `${checks} checks: ${failed} fail, ${warned} warn.`,
  checksFailed: ({ failed, checks }) => `${failed} of ${checks} checks failed.`,
  noWorkflow: () => 'No workflow of it is running: the sweeper starts one from the registry.',
  temporalNotTold: ({ why }) => `Temporal could not be told (${why}): the decision stands in the registry and is taken up when it is back.`,
};
