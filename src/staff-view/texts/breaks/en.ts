import type { BreakArgs } from '../../breaks';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

const found = ({ kind, booking, day, supplier, evidence }: BreakArgs['breakOfNobody']): string =>
  `${terms.break[kind]}: ${booking === null ? '' : `PaymentId ${booking} `}of ${day} at ${supplier}; ${evidence}`;

export const en: Words<BreakArgs> = {
  breakClosed: (args) => `${found(args)}; closed: ${args.how}`,
  breakOfNobody: (args) => `${found(args)}; find out whose it is`,
  breakWhichStands: (args) => `${found(args)}; ask ${args.supplier} which of the two stands`,
  breakWhatWasBooked: (args) => `${found(args)}; ask ${args.supplier} what it booked`,
  breakToRollBack: (args) => `${found(args)}; can be rolled back until 23:59 ${args.zone}`,
  breakTooLate: (args) => `${found(args)}; can no longer be rolled back`,
  breakNeverTakenBack: (args) => `${found(args)}; ${args.supplier} takes nothing back`,
};
