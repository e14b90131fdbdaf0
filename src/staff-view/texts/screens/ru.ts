import { counted } from '../../plural';
import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';
import { inShell, VERBS } from '../../verb';
import { ru as terms } from '../terms/ru';

export const ru: Words<ScreenArgs> = {
  emptyInbox: () => 'Ничто не требует внимания.',
  inboxEnd: ({ count, more }) => `Всего ${count}${more.length > 0 ? `, показано не всё: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'Расхождений нет.',
  breakSigned: ({ id }) => `Расхождение ${id} подписано.`,
  noRegister: () => 'Итоговой строки за день ещё не присылал ни один агент (PostTotalAmount).',
  registerDay: ({ agent, day, state }) => `Реестр агента ${agent} за ${day}: ${state}.`,
  noRegisterOfMonth: () => 'Реестра этого месяца не было (PostPayments): чего в нём нет, не проверяется.',
  registerTotal: ({ amount, count, at, times }) =>
    `${amount} (${count})${at === null ? '' : `, ${at}`}${times > 1 ? `, присылали ${counted('ru', times, { one: 'раз', few: 'раза', many: 'раз', other: 'раза' })}: верна последняя` : ''}`,
  registerShows: ({ shown, all }) => `Показано платежей: ${shown} из ${all} (--limit действует на каждый вид).`,
  noWorkingDay: ({ year }) => `О днях ${year} года ничего не сказано: рабочие — с понедельника по пятницу.`,
  workingDaySet: ({ day, works }) => `${day} — ${works ? 'рабочий день' : 'выходной'}.`,
  breakNotSigned: ({ id }) =>
    `Нет открытого расхождения ${id} без платежа: остальные закрываются решением по их платежу (${inShell(VERBS.inbox())}).`,
  noPayment: () => 'Платежей не найдено.',
  unknownPayment: ({ agent, transaction }) => `У агента ${agent} нет платежа ${transaction}.`,
  paymentsEnd: ({ count, more, zone }) => `Показано: ${count}${more ? ', есть ещё (--limit, не больше 1000)' : ''}; время по ${zone}.`,
  forStaff: ({ why }) => `СОТРУДНИКУ: ${why}`,
  paymentName: ({ agent, transaction }) => `агент ${agent}, TransactionID ${transaction}`,
  serviceAt: ({ service, name, supplier }) => `${service} ${name}, поставщик ${supplier}`,
  amounts: ({ amount, rate, toReceiver }) => `${amount}; курс ${rate}, получателю ${toReceiver}`,
  acceptedAt: ({ at, zone, day }) => `${at} ${zone}, отчётный день ${day}`,
  voucherSealed: () => 'код хранится зашифрованным',
  headline: ({ agent, transaction, amount, at, account, request }) =>
    `Платёж ${transaction} агента ${agent}: ${amount}, услуга ${ru.serviceAt(at)}, счёт ${account}, RequestID ${request}.`,
  now: ({ status, zone }) => `Сейчас: ${status}. Время по ${zone}.`,
  waitsUntil: ({ why, until }) => `${why}, до ${until}`,
  decisionWaits: ({ id, decision, command }) => `Решение ${id} («${terms.decision[decision]}») сохранено и ждёт второго лица: ${command}`,
  decisionStarted: ({ id, decision, command }) => `Решение ${id} («${terms.decision[decision]}») передано на исполнение: ${command}`,
  decisionDone: ({ id }) => `Решение ${id} исполнено.`,
  decisionRejected: ({ id }) => `Решение ${id} отклонено.`,
  mind: ({ caution }) => `Учтите: ${caution}`,
  doctorEnd: ({ checks, failed, warned }) => `Проверок: ${checks}, не прошли: ${failed}, требуют внимания: ${warned}.`,
  checksFailed: ({ failed, checks }) => `Не прошли ${failed} из ${checks} проверок.`,
  noWorkflow: () => 'Процесс платежа не выполняется: обходчик запустит его по реестру.',
  temporalNotTold: ({ why }) => `Сообщить Temporal не удалось (${why}): решение стоит в реестре и будет исполнено, когда Temporal вернётся.`,
};
