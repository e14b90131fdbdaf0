import { printMoney } from '../../../domain/money';
import type { RegisterArgs } from '../../registers';
import type { Words } from '../../told';

const FACTS = { request: 'RequestId', amount: 'сумма', service: 'услуга', account: 'аккаунт', month: 'месяц', status: 'статус' } as const;
const side = (of: RegisterArgs['totalOfDay']['ours']): string => (of ? `${printMoney(of.amount)} (${of.count})` : 'нет');

export const ru: Words<RegisterArgs> = {
  totalOfItself: ({ field, total, services }) => `${field} ${total}, по услугам ${services}`,
  totalOfDay: ({ service, theirs, ours }) => `${service === null ? 'за день' : `услуга ${service}`}: у агента ${side(theirs)}, у нас ${side(ours)}`,
  missing: ({ transaction, amount, service }) => `${transaction} — нет в реестре агента: ${printMoney(amount)}, услуга ${service}`,
  unknown: ({ transaction, amount, service }) => `${transaction} — у нас нет такого платежа: ${printMoney(amount)}, услуга ${service}`,
  differs: ({ transaction, differences }) =>
    `${transaction} — ${differences.map(({ fact, ours, theirs }) => `${FACTS[fact]} ${theirs}, у нас ${ours}`).join('; ')}`,
  late: ({ transaction, amount, day, finalDay, listed }) =>
    `${transaction} — поздний: за ${day}, завершён ${finalDay}, ${printMoney(amount)}${listed ? ', уже есть в реестре' : ''}`,
};
