import type { BreakArgs } from '../../breaks';
import type { Words } from '../../told';
import { kk as terms } from '../terms/kk';

const found = ({ kind, booking, day, supplier, evidence }: BreakArgs['breakOfNobody']): string =>
  `${terms.break[kind]}: ${supplier}, ${day} күнгі${booking === null ? '' : ` PaymentId ${booking}`}; ${evidence}`;

export const kk: Words<BreakArgs> = {
  breakClosed: (args) => `${found(args)}; жабылды: ${args.how}`,
  breakOfNobody: (args) => `${found(args)}; бұл кімнің жазбасы екенін анықтаңыз`,
  breakWhichStands: (args) => `${found(args)}; екі жазбаның қайсысы күшінде екенін жеткізушіден (${args.supplier}) сұраңыз`,
  breakWhatWasBooked: (args) => `${found(args)}; не өткізілгенін жеткізушіден (${args.supplier}) сұраңыз`,
  breakToRollBack: (args) => `${found(args)}; 23:59-ға дейін (${args.zone}) кері қайтаруға болады`,
  breakTooLate: (args) => `${found(args)}; енді кері қайтаруға болмайды`,
  breakNeverTakenBack: (args) => `${found(args)}; ${args.supplier} жазбаларды кері қайтармайды`,
};
