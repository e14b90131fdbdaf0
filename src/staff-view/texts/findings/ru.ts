import type { CheckArgs, FoundArgs } from '../../findings';
import { counted } from '../../plural';
import type { Words } from '../../told';
import { inShell, VERBS } from '../../verb';
import { ru as terms } from '../terms/ru';

const checks: Words<CheckArgs> = {
  database: () => 'база данных',
  migrations: () => 'миграции',
  clock: () => 'часы',
  waiting: () => 'что ждёт',
  unstarted: () => 'старейший незапущенный платёж',
  sweeper: () => 'обходчик',
  openPayments: () => 'открытые платежи',
  needStaff: () => 'ждут сотрудника',
  decisions: () => 'решения',
  twoPeople: () => 'два лица',
  callbacksGivenUp: () => 'обратные вызовы прекращены',
  stepsAsked: () => 'шаги, о которых просил Temporal',
  books: () => 'книга текущего дня',
  bookOf: ({ name }) => `книга ${name}`,
  bankDaysOf: ({ name }) => `банковские дни ${name}`,
  breaksOf: ({ name }) => `расхождения ${name}`,
  ledgerDay: () => 'день главной книги',
  trialBalance: () => 'оборотная ведомость',
  closings: () => 'закрытые остатки',
  demoPasswords: () => 'пароли из демо',
  temporal: () => 'Temporal',
  pollers: ({ queue }) => `очередь ${queue}`,
  searchAttributes: () => 'атрибуты поиска',
  workflowTasks: () => 'задачи процессов',
  suppliers: () => 'поставщики',
  supplier: ({ name }) => `поставщик ${name}`,
  deposit: ({ name }) => `депозит у ${name}`,
  zone: ({ name }) => `часовой пояс ${name}`,
  wordOf: ({ name }) => `песочница ли ${name}`,
  probes: () => 'пробные запросы',
  probeOf: ({ name }) => `пробный запрос к ${name}`,
  wsdl: () => 'WSDL alseco',
};

const inbox = inShell(VERBS.inbox());
const clock = (ms: number): string => `PostgreSQL ${ms < 0 ? 'отстаёт от этой машины' : 'спешит относительно этой машины'} на ${Math.abs(ms)} мс`;
const tasksOf = { workflow: 'задач процессов', activity: 'задач активностей' } as const;

const found: Words<FoundArgs> = {
  notChecked: ({ error }) => error,
  reachable: () => 'доступна',
  migrationsMissing: ({ names }) => `не хватает: ${names.join(', ')}; выполните node dist/start/migrate-main.js, как npm start и compose`,
  migrationsNewer: ({ names }) => `новее этой сборки: ${names.join(', ')}`,
  migrationsCurrent: () => 'все на месте',
  clockAhead: ({ ms }) => clock(ms),
  clockFarOff: ({ ms }) => `${clock(ms)}: попытки будут отклоняться или вызывать сомнение`,
  backlog: ({ seconds }) => (seconds === 0 ? 'нет' : `${seconds} с`),
  backlogLate: ({ seconds }) => `${seconds} с: Temporal узнаёт с опозданием`,
  backlogRefused: ({ seconds }) => `${seconds} с: новые платежи не принимаются (ACCEPT_BACKLOG_MAX_AGE_S)`,
  pulse: ({ seconds }) => `пульс был ${seconds} с назад`,
  pulseGone: ({ seconds }) => `пульс был ${seconds} с назад: обхода никто не делает`,
  count: ({ count }) => `${count}`,
  inInbox: ({ count }) => `${count}: ${inbox}`,
  waitForSecond: ({ count }) => `ждут второго лица: ${count}; ${inbox}`,
  none: () => 'нет',
  twoDecide: () => 'для всего, что двигает деньги',
  oneDecides: () => `деньги двигает один человек: ${inShell(VERBS.listRules())}`,
  stepsFounded: () => 'за сутки все подтверждены реестром',
  stepsUnfounded: ({ payments, activity, subject, why, at }) =>
    `за сутки отклонены по ${counted('ru', payments, { one: 'платежу', other: 'платежам' })}: проверьте, кто может писать в Temporal; последний: ${activity}, ${subject}, ${why} (${at})`,
  bookOverdue: ({ dueAt }) => `срок чтения прошёл ${dueAt}: её никто не читает`,
  bookFirstRead: () => 'читается впервые',
  bookUnreadable: ({ said }) => `прочитать не удалось: ${said ?? 'причина не названа'}`,
  bookRead: ({ said, at }) => `${said ? `${said}; ` : ''}прочитана ${at}`,
  daysOverdue: ({ count, first }) =>
    `${counted('ru', count, { one: 'день просрочен', few: 'дня просрочены', many: 'дней просрочено', other: 'дня просрочено' })}, первый ${first}: ${inbox}`,
  rollbackRunsOut: ({ count, minutes }) => `${count}; первое можно откатить ещё ${minutes} мин: ${inbox}`,
  dayNotClosed: ({ day, since }) => `${day} можно закрыть с ${since}, но никто этого не делает: ${inShell(VERBS.closeLedger())}`,
  dayReckoned: ({ day }) => `${day} закрыт, остатки подсчитываются`,
  daysClosed: ({ through, open, closesAt }) => `закрыто по ${through}; ${open} закроется ${closesAt}`,
  balanced: () => 'ноль, остатки сходятся',
  unbalanced: () => `не сходится: ${inShell(VERBS.trialBalance())}`,
  closingsProved: ({ postings }) => `просуммированы все проводки (${postings}): каждый остаток равен проведённому к тому дню`,
  closingsWrong: ({ count }) =>
    `${counted('ru', count, { one: 'остаток', few: 'остатка', many: 'остатков', other: 'остатка' })} не сходится с проведённым: ${inShell(VERBS.fullTrialBalance())}`,
  passwordsAllowed: () => 'оба поставщика — песочницы: такие пароли допустимы',
  noDemoPassword: () => 'ни у одной учётной записи',
  agentPassword: ({ agent }) => `у агента ${agent} пароль из демо: ${inShell(VERBS.newAgentPassword(agent))}`,
  staffPassword: ({ name }) => `у сотрудника ${name} пароль из демо: ${inShell(VERBS.newStaffPassword(name))}`,
  temporalReached: ({ address, version }) => `${address}, сервер ${version}`,
  temporalAway: ({ address, error }) => `${address} недоступен: ${error}`,
  polled: ({ pollers, tasks }) => `для ${tasksOf[tasks]}: ${pollers}`,
  notPolled: ({ tasks }) => `${tasksOf[tasks]} никто не берёт: работает ли worker?`,
  attributesRegistered: () => 'зарегистрированы',
  attributesMissing: ({ names, command }) => `не хватает ${names.join(', ')}: ${command}`,
  tasksGoOn: ({ asked }) => `из проверенных открытых процессов (${asked}) ни один не сбоит постоянно`,
  tasksKeepFailing: ({ failing, asked, shown }) =>
    `постоянно сбоят ${failing} из ${asked} открытых процессов: ${shown.join(', ')}; смотрите Temporal UI`,
  supplierOpen: () => terms.supplier.open,
  supplierClosed: ({ state, since, by, reason }) =>
    `${terms.supplier[state]} с ${since}${by === null ? '' : ` (${by})`}${reason === null ? '' : `: ${reason}`}`,
  depositCovers: ({ amount, at }) => `${amount} на ${at}`,
  depositLow: ({ amount, at, below }) => `${amount} на ${at}: меньше ${below} (UPSTREAM_LOW_BALANCE)`,
  zoneRight: () => 'как настроено',
  zoneWrong: ({ hours }) => `ошибка на ${hours} ч: время поставщика не в настроенном поясе`,
  isSandbox: () => 'говорит, что песочница',
  isNoSandbox: () => 'не говорит, что песочница: настоящий поставщик',
  isHeld: ({ why }) => why,
  gaveNoWord: ({ why }) => `ответа нет: ${why}`,
  probeAnswered: ({ text }) => text,
  probeFailed: ({ trouble, reason }) => `${trouble}: ${reason}`,
  wsdlUnreadable: ({ error }) => `прочитать не удалось: ${error}`,
  wsdlAsOurs: ({ operations }) => `все операции (${operations}) как в нашей таблице`,
  wsdlDiffers: ({ differences }) => `отличается: ${differences.join('; ')}`,
};

export const ru = { checks, found };
