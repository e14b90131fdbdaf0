import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';
import { inShell, VERBS } from '../../verb';
import { kk as terms } from '../terms/kk';

export const kk: Words<ScreenArgs> = {
  emptyInbox: () => 'Назар аударуды қажет ететін ештеңе жоқ.',
  inboxEnd: ({ count, more }) => `Барлығы ${count}${more.length > 0 ? `, бәрі көрсетілмеген: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'Алшақтық жоқ.',
  breakSigned: ({ id }) => `${id}-алшақтыққа қол қойылды.`,
  noRegister: () => 'Күн қорытындысын әлі бірде-бір агент жіберген жоқ (PostTotalAmount).',
  registerDay: ({ agent, day, state }) => `${agent} агентінің ${day} күнгі тізілімі: ${state}.`,
  noRegisterOfMonth: () => 'Бұл айдың тізілімі келген жоқ (PostPayments): онда не жоғы тексерілмейді.',
  registerTotal: ({ amount, count, at, times }) =>
    `${amount} (${count})${at === null ? '' : `, ${at}`}${times > 1 ? `, ${times} рет жіберілді: соңғысы есептеледі` : ''}`,
  registerShows: ({ shown, all }) => `Төлемдер: ${all} ішінен ${shown} көрсетілді (--limit әр түрге бөлек).`,
  noWorkingDay: ({ year }) => `${year} жылдың күндері туралы ештеңе айтылмаған: дүйсенбіден жұмаға дейін жұмыс күні.`,
  workingDaySet: ({ day, works }) => `${day} — ${works ? 'жұмыс күні' : 'демалыс күні'}.`,
  breakNotSigned: ({ id }) => `Төлемсіз ашық ${id}-алшақтық жоқ: қалғандары өз төлемі бойынша шешіммен жабылады (${inShell(VERBS.inbox())}).`,
  noPayment: () => 'Төлем табылмады.',
  unknownPayment: ({ agent, transaction }) => `${agent} агентінің ${transaction} төлемі жоқ.`,
  paymentsEnd: ({ count, more, zone }) => `Көрсетілгені: ${count}${more ? ', тағы бар (--limit, ең көбі 1000)' : ''}; уақыт ${zone} бойынша.`,
  forStaff: ({ why }) => `ҚЫЗМЕТКЕРГЕ: ${why}`,
  paymentName: ({ agent, transaction }) => `агент ${agent}, TransactionID ${transaction}`,
  serviceAt: ({ service, name, supplier }) => `${service} ${name}, жеткізушісі ${supplier}`,
  amounts: ({ amount, rate, toReceiver }) => `${amount}; бағам ${rate}, алушыға ${toReceiver}`,
  acceptedAt: ({ at, zone, day }) => `${at} ${zone}, есепті күн ${day}`,
  voucherSealed: () => 'коды шифрланған күйде сақталуда',
  headline: ({ agent, transaction, amount, at, account, request }) =>
    `${agent} агентінің ${transaction} төлемі: ${amount}, қызмет ${kk.serviceAt(at)}, шот ${account}, RequestID ${request}.`,
  now: ({ status, zone }) => `Қазір: ${status}. Уақыт ${zone} бойынша.`,
  waitsUntil: ({ why, until }) => `${why}, ${until} дейін`,
  decisionWaits: ({ id, decision, command }) => `${id}-шешім («${terms.decision[decision]}») сақталды, екінші адамды күтуде: ${command}`,
  decisionStarted: ({ id, decision, command }) => `${id}-шешім («${terms.decision[decision]}») орындауға берілді: ${command}`,
  decisionDone: ({ id }) => `${id}-шешім орындалды.`,
  decisionRejected: ({ id }) => `${id}-шешім қабылданбады.`,
  mind: ({ caution }) => `Ескеріңіз: ${caution}`,
  doctorEnd: ({ checks, failed, warned }) => `Тексеру саны: ${checks}, өтпегені: ${failed}, назар керегі: ${warned}.`,
  checksFailed: ({ failed, checks }) => `${checks} тексерудің ${failed} сәтсіз.`,
  noWorkflow: () => 'Төлем процесі жұмыс істемей тұр: шолушы оны тізілім бойынша іске қосады.',
  temporalNotTold: ({ why }) => `Temporal-ға хабарлау мүмкін болмады (${why}): шешім тізілімде тұр, Temporal оралғанда орындалады.`,
};
