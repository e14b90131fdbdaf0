import { printMoney } from '../../../domain/money';
import type { RegisterArgs } from '../../registers';
import type { Words } from '../../told';

const FACTS = { request: 'RequestId', amount: 'сома', service: 'қызмет', account: 'шот', month: 'ай', status: 'мәртебе' } as const;
const side = (of: RegisterArgs['totalOfDay']['ours']): string => (of ? `${printMoney(of.amount)} (${of.count})` : 'жоқ');

export const kk: Words<RegisterArgs> = {
  totalOfItself: ({ field, total, services }) => `${field} ${total}, қызметтер бойынша ${services}`,
  totalOfDay: ({ service, theirs, ours }) =>
    `${service === null ? 'күн бойынша' : `${service} қызметі`}: агентте ${side(theirs)}, бізде ${side(ours)}`,
  missing: ({ transaction, amount, service }) => `${transaction} — агент тізілімінде жоқ: ${printMoney(amount)}, ${service} қызметі`,
  unknown: ({ transaction, amount, service }) => `${transaction} — бізде мұндай төлем жоқ: ${printMoney(amount)}, ${service} қызметі`,
  differs: ({ transaction, differences }) =>
    `${transaction} — ${differences.map(({ fact, ours, theirs }) => `${FACTS[fact]} ${theirs}, бізде ${ours}`).join('; ')}`,
  late: ({ transaction, amount, day, finalDay, listed }) =>
    `${transaction} — кешіккен: ${day} күні үшін, ${finalDay} күні аяқталды, ${printMoney(amount)}${listed ? ', тізілімде енді бар' : ''}`,
};
