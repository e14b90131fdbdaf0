import type { AgentId, TransactionId } from '../../domain/ids';
import { Refused } from '../../registry/staff/refused';
import { nextStep, stepView } from '../../staff-view/next-step';
import { statusInWords } from '../../staff-view/parts';
import { type PaymentFile, paymentFile } from '../../staff-view/payment-file';
import { SCREENS } from '../../staff-view/screens';
import { TERMS } from '../../staff-view/terms';
import { happeningView, timeline } from '../../staff-view/timeline';
import type { Session } from '../terminal/session';
import { inZone, shownMoney, shownTime } from '../terminal/shown';
import { clean, LINE_WIDTH, wrapText } from '../terminal/table';
import { documentView, paymentView } from './view';

export async function readFile({ database, language }: Session, agent: AgentId, transaction: TransactionId): Promise<PaymentFile> {
  const file = await paymentFile(database, agent, transaction);
  if (!file) throw new Refused(SCREENS[language].unknownPayment({ agent, transaction }));
  return file;
}

/** What happened, oldest first, what it waits for, and the one next action. */
export async function explain(session: Session, agent: AgentId, transaction: TransactionId): Promise<void> {
  const { language, zone } = session;
  const file = await readFile(session, agent, transaction);
  const view = paymentView(file.payment);
  const story = timeline(file).map((happening) => happeningView(happening, language));
  const next = stepView(nextStep(file), language);
  const says = SCREENS[language];
  const { label } = TERMS[language];
  const part = (head: string, text: string): string[] => entry(capital(head), inZone(zone, text));
  const { waitsFor: why, waitsUntil } = view;
  session.show({ ...view, documents: file.documents.map(documentView), story, next }, () => [
    ...wrapText(
      clean(says.headline({ ...view, amount: `${shownMoney(view.amount)} ${view.currency}`, at: { ...view, name: view.serviceName } })),
      LINE_WIDTH,
    ),
    says.now({ status: `${statusInWords(view.status, language)}${view.statusText ? `; ${view.statusText}` : ''}`, zone }),
    '',
    ...story.flatMap(({ at, what }) => part(shownTime(zone, at), what)),
    '',
    ...(why ? part(label.waitsFor, waitsUntil ? says.waitsUntil({ why, until: waitsUntil }) : why) : []),
    ...(view.needsStaff ? part(label.needsStaff, view.needsStaff) : []),
    ...part(label.next, next.words),
    ...(next.command ? entry('', next.command) : []),
  ]);
}

const TIME_WIDTH = 21;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const entry = (head: string, text: string): string[] =>
  wrapText(clean(text), LINE_WIDTH - TIME_WIDTH).map((line, at) => (at === 0 ? head : '').padEnd(TIME_WIDTH) + line);
