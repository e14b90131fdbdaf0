import type { Command } from 'commander';
import type { Io } from './terminal/io';

/** What can be typed after `tolem`; its module is loaded when it is. */
export interface Noun {
  readonly name: string;
  /** One line of the list of commands. */
  readonly about: string;
  readonly load: () => (io: Io) => Command;
}

/** In the order in which they are listed. By `require`, which loads where it stands: loading all takes a second. */
export const NOUNS: readonly Noun[] = [
  {
    name: 'payment',
    about: 'payments: find them, see what happened, decide what evidence cannot',
    load: () => (require('./payment/payment') as typeof import('./payment/payment')).paymentCommand,
  },
  {
    name: 'inbox',
    about: 'everything that needs a hand, with its age, sum and the one next action',
    load: () => (require('./inbox') as typeof import('./inbox')).inboxCommand,
  },
  {
    name: 'day',
    about: "a supplier's bank day: what differs, and how it ends",
    load: () => (require('./day/day') as typeof import('./day/day')).dayCommand,
  },
  {
    name: 'break',
    about: "differences between a supplier's book of the running day and the registry",
    load: () => (require('./break') as typeof import('./break')).breakCommand,
  },
  {
    name: 'agent',
    about: 'agents: callers of the Partner API, their access and their money',
    load: () => (require('./agent/agent') as typeof import('./agent/agent')).agentCommand,
  },
  {
    name: 'register',
    about: "agents' registers: what they reported of their days, held against ours",
    load: () => (require('./register') as typeof import('./register')).registerCommand,
  },
  {
    name: 'service',
    about: 'services: what is sold, limits, account formats, routes',
    load: () => (require('./service') as typeof import('./service')).serviceCommand,
  },
  {
    name: 'rate',
    about: "rates: the service's currency for one unit of the contract's",
    load: () => (require('./rate') as typeof import('./rate')).rateCommand,
  },
  {
    name: 'supplier',
    about: 'suppliers: open, slowed or stopped, and why',
    load: () => (require('./supplier') as typeof import('./supplier')).supplierCommand,
  },
  {
    name: 'alseco',
    about: 'what Alseco says: accounts, bills, payments, payment orders',
    load: () => (require('./alseco/alseco') as typeof import('./alseco/alseco')).alsecoCommand,
  },
  {
    name: 'ledger',
    about: 'the double-entry ledger: its days, statements, bank documents, the general ledger',
    load: () => (require('./ledger/ledger') as typeof import('./ledger/ledger')).ledgerCommand,
  },
  {
    name: 'staff',
    about: 'staff accounts and their roles',
    load: () => (require('./staff') as typeof import('./staff')).staffCommand,
  },
  {
    name: 'rule',
    about: 'what holds for all of staff; two people change it',
    load: () => (require('./rule') as typeof import('./rule')).ruleCommand,
  },
  {
    name: 'working-day',
    about: 'holidays and worked Saturdays: by whose mornings bank days have to be ready',
    load: () => (require('./working-day') as typeof import('./working-day')).workingDayCommand,
  },
  {
    name: 'audit',
    about: 'what staff did, to what and why',
    load: () => (require('./audit') as typeof import('./audit')).auditCommand,
  },
  {
    name: 'doctor',
    about: 'is everything as it should be? exit code 1 where anything fails',
    load: () => (require('./doctor/doctor') as typeof import('./doctor/doctor')).doctorCommand,
  },
  {
    name: 'version',
    about: 'the version of Tolem and of Node.js',
    load: () => (require('./terminal/version') as typeof import('./terminal/version')).versionCommand,
  },
];
