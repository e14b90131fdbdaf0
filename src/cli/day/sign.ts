import type { Command } from 'commander';
import { z } from 'zod';
import { OUTCOMES, type Outcome } from '../../domain/bank-day/outcomes';
import { BREAK_KINDS, type BreakKind } from '../../domain/bank-day/verdict';
import { agree, rejectSigning } from '../../registry/bank-day/signing/agree';
import { SigningRefused } from '../../registry/bank-day/signing/refused';
import { sign } from '../../registry/bank-day/signing/sign';
import type { Selection } from '../../registry/bank-day/signing/signable';
import { takeBack } from '../../registry/bank-day/signing/take-back';
import { Refused } from '../../registry/staff/refused';
import { signingInWords, signingRefusalInWords } from '../../staff-view/signing';
import {
  AgentNumber,
  Amount,
  DayArgument,
  DecisionNumber,
  Name,
  Reason,
  StaffName,
  SupplierArgument,
  TransactionNumber,
} from '../terminal/arguments';
import { Usage } from '../terminal/globals';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { verb } from '../terminal/verb';
import { concluded, rulesOf, tellSigned } from './concluded';

const spelled = (text: string): string => text.trim().replaceAll('-', ' ');
const OutcomeName = z
  .string()
  .transform(spelled)
  .pipe(z.enum(OUTCOMES, { error: `an outcome is one of ${OUTCOMES.join(', ')}` }));
const Kind = z
  .string()
  .transform(spelled)
  .pipe(z.enum(BREAK_KINDS, { error: `a kind is one of ${BREAK_KINDS.join(', ')}` }));
const MAX_NAMED = 5_000;
const Asked = z.object({
  supplier: SupplierArgument,
  day: DayArgument,
  break: z.array(DecisionNumber).max(MAX_NAMED).optional(),
  kind: Kind.optional(),
  all: z.boolean().optional(),
  outcome: OutcomeName,
  reason: Reason,
  letter: Name.optional(),
  owner: StaffName.optional(),
  due: DayArgument.optional(),
  agent: AgentNumber.optional(),
  transaction: TransactionNumber.optional(),
  sum: Amount.optional(),
});
const One = z.object({ signing: DecisionNumber, reason: Reason });

/** `tolem day sign|approve|reject|take-back`. */
export function signVerbs(noun: Command, io: Io): void {
  noun
    .command('sign <supplier> <day>')
    .description('say how breaks end: some by their numbers, or all open ones of a kind')
    .option('--break <id...>', 'numbers of breaks (tolem day breaks)')
    .option('--kind <kind>', 'with --all: every open break of this kind')
    .option('--all', 'of that kind')
    .requiredOption('--outcome <outcome>', OUTCOMES.join(', '))
    .requiredOption('--reason <text>', 'why, and what you know it from')
    .option('--letter <number>', 'claim, list is wrong: number of the letter to the supplier')
    .option('--owner <staff>', 'claim: who follows it up')
    .option('--due <day>', 'claim: until when')
    .option('--agent <agent>', 'assign: the agent of the payment meant')
    .option('--transaction <transaction>', 'assign: its TransactionID')
    .option('--sum <amount>', 'sum: what the raw row says')
    .action(verb(io, Asked, (session, asked) => inWords(session, () => signed(session, asked))));
  noun
    .command('approve <signing>')
    .description('agree as the second person')
    .option('--reason <text>', 'if there is more to say')
    .action(
      verb(io, z.object({ signing: DecisionNumber, reason: Reason.optional() }), (session, { signing, reason }) =>
        inWords(session, async () => concluded(session, await agree(session.database, rulesOf(session), await session.actor(), signing, reason))),
      ),
    );
  noun
    .command('reject <signing>')
    .description('refuse to be the second person: nothing is done')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, One, (session, { signing: id, reason }) =>
        inWords(session, async () => {
          const { outcome } = await rejectSigning(session.database, await session.actor(), id, reason);
          session.show({ id, state: 'rejected' }, () => [signingInWords(session.language, 'rejected', { signing: id, outcome })]);
        }),
      ),
    );
  noun
    .command('take-back <signing>')
    .description('take your own signature back, until the day is confirmed')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, One, (session, { signing: id, reason }) =>
        inWords(session, async () => {
          const signing = await takeBack(session.database, await session.actor(), id, reason);
          const told = await tellSigned(session, signing, []);
          session.show({ id, state: 'taken back' }, () => [
            signingInWords(session.language, 'takenBack', { signing: id, outcome: signing.outcome }),
            ...told,
          ]);
        }),
      ),
    );
}

async function signed(session: Session, asked: z.output<typeof Asked>): Promise<void> {
  const { supplier, day, reason, letter, owner, due, agent, transaction, sum } = asked;
  const outcome: Outcome = asked.outcome;
  if ((agent === undefined) !== (transaction === undefined)) throw new Usage('--agent and --transaction name a payment together');
  const given = { letter, owner, due, sum, payment: agent && transaction ? { agent, transaction } : undefined };
  const detail = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const staff = await session.actor();
  const selection = selectionOf(asked);
  await concluded(session, await sign(session.database, rulesOf(session), { staff, supplier, day, outcome, reason, detail, selection }));
}

function selectionOf({
  break: breaks,
  kind,
  all,
}: {
  break?: string[] | undefined;
  kind?: BreakKind | undefined;
  all?: boolean | undefined;
}): Selection {
  if (breaks && !kind && !all) return { breaks: [...new Set(breaks)] };
  if (kind && all && !breaks) return { kind };
  throw new Usage('name breaks (--break ID…), or a kind and --all');
}

/** A refusal is a key with arguments until here. */
async function inWords(session: Session, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SigningRefused) throw new Refused(signingRefusalInWords(error.refusal, session.language));
    throw error;
  }
}
