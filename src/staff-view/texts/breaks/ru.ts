import type { BreakArgs } from '../../breaks';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

const found = ({ kind, booking, day, supplier, evidence }: BreakArgs['breakOfNobody']): string =>
  `${terms.break[kind]}: ${booking === null ? '' : `PaymentId ${booking} `}за ${day} у ${supplier}; ${evidence}`;

export const ru: Words<BreakArgs> = {
  breakClosed: (args) => `${found(args)}; закрыто: ${args.how}`,
  breakOfNobody: (args) => `${found(args)}; выясните, чья это проводка`,
  breakWhichStands: (args) => `${found(args)}; спросите у ${args.supplier}, какая из двух проводок действует`,
  breakWhatWasBooked: (args) => `${found(args)}; спросите у ${args.supplier}, что именно проведено`,
  breakToRollBack: (args) => `${found(args)}; можно откатить до 23:59 (${args.zone})`,
  breakTooLate: (args) => `${found(args)}; откатить уже нельзя`,
  breakNeverTakenBack: (args) => `${found(args)}; ${args.supplier} проводки не откатывает`,
};
