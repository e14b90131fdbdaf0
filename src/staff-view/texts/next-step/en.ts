import type { StepArgs } from '../../next-step';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

export const en: Words<StepArgs> = {
  secondPerson: ({ staff, decision }) => `${staff}'s decision "${terms.decision[decision]}" waits for a second person`,
  beingCarriedOut: ({ staff, decision }) => `${staff}'s decision "${terms.decision[decision]}" is being carried out`,
  bookingKept: ({ supplier }) => `${supplier} keeps a booking of a payment that failed: roll it back, or write it off where that is refused`,
  paidForNothing: ({ supplier }) => `${supplier} has refused what its agent has paid for: give it back`,
  halfTakenBack: ({ supplier }) =>
    `${supplier} took a part back and keeps another: reverse it again, or write off what it keeps, which gives the agent all its money back`,
  lookAndClose: ({ why }) => `see what happened (${why}), then close the matter`,
  callbackAsked: ({ at }) => `nothing: it is closed, and its callback is being told, asked for at ${at}`,
  callbackWithoutAddress: () => 'the agent could not be told: it has no callback address',
  callbackGivenUp: () => 'the agent could not be told',
  callbackTriedAgain: ({ dueAt }) => `nothing: it is closed, and its callback is tried again until the agent takes it, next from ${dueAt} on`,
  closed: () => 'nothing: it is closed',
  partBooked: () => 'take back what was booked, or write it off where that is refused',
  fateUnknown: ({ supplier, reference }) => `ask ${supplier} what became of ${reference}, then decide: --succeeded, --failed CODE or --send-again`,
  nothingSent: ({ why }) => `nothing of it was sent, and it is tried on: mend why (${why ?? 'it does not say'}), or end it with --failed CODE`,
  askOnceMore: ({ supplier }) => `ask ${supplier} about it; meanwhile have it asked once more`,
  supplierStopped: ({ supplier, by, why }) =>
    by === null
      ? `${supplier} is stopped (${why ?? 'no reason given'}): see what is wrong`
      : `${supplier} is stopped by ${by} (${why ?? 'no reason given'}): resume it when it works`,
  goesOn: () => 'nothing: it goes on by itself',
};
