import type { Command } from 'commander';
import { z } from 'zod';
import { type Money, money } from '../../domain/money';
import type { Action } from '../../domain/permissions';
import type { Party } from '../../registry/ledger/bank-documents';
import { moveCash } from '../../registry/ledger/cash';
import { inShell, VERBS } from '../../staff-view/verb';
import { dayIn } from '../../zone';
import { Amount, DayArgument, Reason } from './arguments';
import { Usage } from './globals';
import type { Session } from './session';
import { shownMoney } from './shown';

/** What is typed of money at our bank, whoever's it is. */
export const Cash = z.object({
  amount: Amount,
  reason: Reason,
  document: z.string().trim().min(1, 'the number of a document must not be empty').max(64, 'a number has at most 64 characters').optional(),
  dated: DayArgument.optional(),
  again: z.boolean().optional(),
});

/** The options that every verb of such money has. */
export const withDocument = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'the bank document, or why')
    .option('--document <number>', 'number of the bank document: it counts once, and typed again it is refused')
    .option('--dated <day>', "the bank's date of it, YYYY-MM-DD")
    .option('--again', 'a true second document that says the same; it waits for another person');

interface Asked {
  readonly action: Action;
  readonly party: Party;
  /** Below zero: out. */
  readonly amount: Money;
  readonly currency: string;
  /** Of the day it is booked on. */
  readonly zone: string;
  /** `Agent 144 topped up by`, before the sum. */
  readonly said: string;
  readonly shown: Readonly<Record<string, unknown>>;
}

/** Books it as whoever acts, and says what came of it. */
export async function moveAs(session: Session, typed: z.output<typeof Cash>, asked: Asked): Promise<void> {
  const { amount, reason, document, dated, again } = typed;
  if ((document === undefined) !== (dated === undefined)) throw new Usage('--document and --dated go together');
  if (again && document === undefined) throw new Usage('--again is about a document: give --document and --dated');
  const staff = await session.actor();
  const kept = document === undefined || dated === undefined ? null : { number: document, day: dated };
  const detail = { amount, ...(kept ? { document: kept.number, dated: kept.day } : {}), ...(again ? { again } : {}) };
  const today = dayIn(asked.zone, new Date().toISOString());
  const move = { party: asked.party, amount: asked.amount, currency: asked.currency, document: kept, staff, reason, today };
  const moved = await session.act({ action: asked.action, subject: asked.party, reason, detail }, (tx) => moveCash(tx, move, again === true));
  if (moved.as === 'waits') {
    return session.show({ ...asked.shown, state: 'waits', document: moved.document }, () => [
      `Bank document ${moved.document} waits for a second person: ${inShell(VERBS.approveDocument(moved.document))}`,
    ]);
  }
  const available = moved.available === null ? null : money(moved.available);
  session.show({ ...asked.shown, currency: asked.currency, ...(available === null ? {} : { available }) }, () => [
    `${asked.said} ${shownMoney(amount)} ${asked.currency}${available === null ? '' : `; available now: ${shownMoney(available)}`}.`,
  ]);
}
