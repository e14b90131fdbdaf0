import { answeredWithinMs } from '../../ladders';
import { bankDay } from '../../registry/bank-day/day/days';
import type { Handed } from '../../registry/bank-day/signing/carry-out';
import type { SigningState } from '../../registry/bank-day/signing/sign';
import type { OfDay } from '../../registry/bank-day/signing/signable';
import { paymentById } from '../../registry/payment/payments';
import type { DecisionRules } from '../../registry/staff/decisions';
import { Refused } from '../../registry/staff/refused';
import { signingInWords, signingRefusalInWords, signingView } from '../../staff-view/signing';
import { inShell, VERBS } from '../../staff-view/verb';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';

export const rulesOf = ({ ladders }: Session): DecisionRules => ({ answerMs: answeredWithinMs(ladders) });

/** The registry holds it; Temporal is told, and where that fails nothing is lost. Refused where nothing of it was signed. */
export async function concluded(session: Session, done: SigningState): Promise<void> {
  const { signing, state, rows, handed } = done;
  const { language } = session;
  if (state === 'refused') throw new Refused(rows.map(({ why }) => (why ? signingRefusalInWords(why, language) : '')).join('\n'));
  const told = await tellSigned(session, signing, handed);
  const { id, outcome, count } = signing;
  const sum = shownMoney(signing.sum);
  const command = inShell(VERBS.approveSigning(id));
  const many = rows.length > 1 || rows.some(({ why }) => why !== null);
  session.show({ ...signingView(done, language), told }, () => [
    signingInWords(language, state === 'waits' ? 'waits' : 'signed', { signing: id, outcome, count, sum, command }),
    ...(many
      ? rows.map((row) =>
          signingInWords(language, 'rowResult', { id: row.break, state: row.state, why: row.why && signingRefusalInWords(row.why, language) }),
        )
      : []),
    ...handed.map(({ decision }) => signingInWords(language, 'handedOn', { decision: decision.id })),
    ...told,
  ]);
}

/** The payments' workflows carry decisions out; the day's looks whether it waits for anything else. What could not be told, in sentences. */
export async function tellSigned(session: Session, { supplier, day }: OfDay, handed: readonly Handed[]): Promise<string[]> {
  const { tellWorkflow } = require('../payment/tell-workflow') as typeof import('../payment/tell-workflow');
  const { tellDay } = require('../../temporal/start-day') as typeof import('../../temporal/start-day');
  const failed: Array<string | null> = [];
  for (const { decision } of handed) {
    const payment = await paymentById(session.database, decision.payment);
    if (payment) failed.push(await tellWorkflow(session, payment, decision));
  }
  if (await bankDay(session.database, supplier, day)) failed.push(await tellDay(session.starts, supplier, day, 'signatures'));
  return [...new Set(failed.flatMap((sentence) => sentence ?? []))];
}
