import { printMoney } from '../../../domain/money';
import type { RegisterArgs } from '../../registers';
import type { Words } from '../../told';

const FACTS = { request: 'RequestId', amount: 'sum', service: 'service', account: 'account', month: 'month', status: 'status' } as const;
const side = (of: RegisterArgs['totalOfDay']['ours']): string => (of ? `${printMoney(of.amount)} (${of.count})` : 'nothing');

export const en: Words<RegisterArgs> = {
  totalOfItself: ({ field, total, services }) => `${field} is ${total}, its services come to ${services}`,
  totalOfDay: ({ service, theirs, ours }) =>
    `${service === null ? 'the day' : `service ${service}`}: the agent has ${side(theirs)}, we ${side(ours)}`,
  missing: ({ transaction, amount, service }) => `${transaction} is missing in the register: ${printMoney(amount)}, service ${service}`,
  unknown: ({ transaction, amount, service }) => `${transaction} is no payment of ours: ${printMoney(amount)}, service ${service}`,
  differs: ({ transaction, differences }) =>
    `${transaction}: ${differences.map(({ fact, ours, theirs }) => `${FACTS[fact]} ${theirs}, ours ${ours}`).join('; ')}`,
  late: ({ transaction, amount, day, finalDay, listed }) =>
    `${transaction} is late: of ${day}, final on ${finalDay}, ${printMoney(amount)}${listed ? ', in the register by now' : ''}`,
};
