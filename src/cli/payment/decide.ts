import type { Command } from 'commander';
import { z } from 'zod';
import type { DecisionKind } from '../../domain/decisions';
import { answeredWithinMs } from '../../ladders';
import { findPayment, type Payment, paymentById } from '../../registry/payment/payments';
import type { DecisionDetail } from '../../registry/staff/decision';
import { approve, type DecisionRules, type DecisionState, decide, reject } from '../../registry/staff/decisions';
import { Refused } from '../../registry/staff/refused';
import { objectionInWords } from '../../staff-view/objections';
import { SCREENS } from '../../staff-view/screens';
import { inShell, VERBS } from '../../staff-view/verb';
import { AgentNumber, Code, DecisionNumber, Name, Reason, TransactionNumber } from '../terminal/arguments';
import { Usage } from '../terminal/globals';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { verb } from '../terminal/verb';

const One = { agent: AgentNumber, transaction: TransactionNumber };
const CHOICES = '--succeeded, --failed CODE, --send-again, --roll-back, --write-off or --noted';

const Choice = z.object({
  ...One,
  succeeded: z.boolean().optional(),
  failed: Code.optional(),
  sendAgain: z.boolean().optional(),
  rollBack: z.boolean().optional(),
  writeOff: z.boolean().optional(),
  noted: z.boolean().optional(),
  paymentId: z
    .array(z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'a PaymentId is a number'))
    .max(20)
    .optional(),
  reason: Reason,
});

/** `tolem payment decide|approve|reject|poll|reverse|resend-callback`. */
export function paymentDecisions(io: Io, noun: Command): void {
  noun
    .command('decide <agent> <transaction>')
    .description(`what evidence cannot decide: ${CHOICES}`)
    .option('--succeeded', 'the supplier booked it: capture')
    .option('--failed <code>', 'it is not booked: release, and tell the agent this code, such as -115')
    .option('--send-again', 'what was sent did not arrive: another attempt may follow')
    .option('--roll-back', 'take back what the supplier booked of it, on the day of booking')
    .option('--payment-id <id...>', 'with --roll-back or --write-off: the extra bookings meant')
    .option('--write-off', 'the supplier keeps what it booked: our loss')
    .option('--noted', 'the matter of a closed payment is done with')
    .requiredOption('--reason <text>', 'what you know and from whom')
    .action(
      verb(io, Choice, async (session, asked) => {
        const { kind, detail } = chosen(asked);
        const payment = await found(session, asked);
        await concluded(
          session,
          payment,
          await decide(session.database, rules(session), { staff: await session.actor(), payment, kind, reason: asked.reason, detail }),
        );
      }),
    );
  secondPerson(io, noun);
  noun
    .command('poll <agent> <transaction>')
    .description('ask the supplier now instead of at the next turn')
    .action(verb(io, z.object(One), (session, asked) => small(session, asked, 'poll now', 'asked now by staff')));
  noun
    .command('resend-callback <agent> <transaction>')
    .description('tell the agent its final status once more')
    .action(verb(io, z.object(One), (session, asked) => small(session, asked, 'resend callback', 'sent again by staff')));
  noun
    .command('reverse <agent> <transaction>')
    .description("take a successful payment back on its agent's recorded request")
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--agents-request <reference>', "number or date of the agent's request")
    .option('--consent <reference>', "the supplier's written consent, where it has no rollback")
    .action(
      verb(
        io,
        z.object({ ...One, reason: Reason, agentsRequest: Name, consent: Name.optional() }),
        async (session, { reason, agentsRequest, consent, ...asked }) => {
          const payment = await found(session, asked);
          const detail: DecisionDetail = { agentsRequest, ...(consent ? { consent } : {}) };
          await concluded(
            session,
            payment,
            await decide(session.database, rules(session), { staff: await session.actor(), payment, kind: 'reverse', reason, detail }),
          );
        },
      ),
    );
}

function secondPerson(io: Io, noun: Command): void {
  noun
    .command('approve <decision>')
    .description('agree as the second person: never the one who decided')
    .option('--reason <text>', 'what you checked')
    .action(
      verb(io, z.object({ decision: DecisionNumber, reason: Reason.optional() }), async (session, { decision, reason }) => {
        const state = await approve(session.database, rules(session), await session.actor(), decision, reason);
        await concluded(session, await decided(session, state.decision.payment), state);
      }),
    );
  noun
    .command('reject <decision>')
    .description('take back a decision that waits for its second person')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, z.object({ decision: DecisionNumber, reason: Reason }), async (session, { decision, reason }) => {
        await reject(session.database, await session.actor(), decision, reason);
        session.show({ decision, state: 'rejected' }, () => [SCREENS[session.language].decisionRejected({ id: decision })]);
      }),
    );
}

function chosen(asked: z.output<typeof Choice>): { kind: DecisionKind; detail: DecisionDetail } {
  const kinds: Array<DecisionKind | false> = [
    asked.succeeded === true && 'succeeded',
    asked.failed !== undefined && 'failed',
    asked.sendAgain === true && 'send again',
    asked.rollBack === true && 'roll back',
    asked.writeOff === true && 'write off',
    asked.noted === true && 'noted',
  ];
  const [kind, ...more] = kinds.filter((each): each is DecisionKind => each !== false);
  if (!kind || more.length > 0) throw new Usage(`decide one thing: ${CHOICES}`);
  if (asked.paymentId && kind !== 'roll back' && kind !== 'write off') throw new Usage('--payment-id belongs to --roll-back or --write-off');
  return {
    kind,
    detail: { ...(asked.failed === undefined ? {} : { code: asked.failed }), ...(asked.paymentId ? { paymentIds: asked.paymentId } : {}) },
  };
}

/** An attempt may be answered for as long as a call takes and its outcome may be written. */
const rules = ({ ladders }: Session): DecisionRules => ({ answerMs: answeredWithinMs(ladders) });

async function small(
  session: Session,
  asked: { agent: Payment['agent']; transaction: Payment['transaction'] },
  kind: DecisionKind,
  reason: string,
): Promise<void> {
  const payment = await found(session, asked);
  await concluded(
    session,
    payment,
    await decide(session.database, rules(session), { staff: await session.actor(), payment, kind, reason, detail: {} }),
  );
}

async function found(session: Session, { agent, transaction }: Pick<Payment, 'agent' | 'transaction'>): Promise<Payment> {
  const payment = await findPayment(session.database, agent, transaction);
  if (!payment) throw new Refused(SCREENS[session.language].unknownPayment({ agent, transaction }));
  return payment;
}

async function decided(session: Session, id: string): Promise<Payment> {
  const payment = await paymentById(session.database, id);
  if (!payment) throw new Error(`no payment ${id}`);
  return payment;
}

/** The registry holds the decision; Temporal is told, and where that fails nothing is lost. */
async function concluded(session: Session, payment: Payment, { decision, state, ...judged }: DecisionState): Promise<void> {
  // Loaded here, because Temporal's client comes with it and no other verb needs that.
  const { tellWorkflow } = require('./tell-workflow') as typeof import('./tell-workflow');
  const { id, kind } = decision;
  const says = SCREENS[session.language];
  const caution = judged.caution && objectionInWords(judged.caution, session.language);
  const told = state === 'waits' ? null : await tellWorkflow(session, payment, decision);
  session.show(
    {
      decision: id,
      kind,
      state,
      result: decision.result,
      agent: payment.agent,
      transaction: payment.transaction,
      caution,
      told,
    },
    () => [
      state === 'waits'
        ? says.decisionWaits({ id, decision: kind, command: inShell(VERBS.approve(id)) })
        : state === 'started'
          ? says.decisionStarted({ id, decision: kind, command: inShell(VERBS.explain(payment)) })
          : says.decisionDone({ id, result: decision.result ?? '' }),
      ...(caution ? [says.mind({ caution })] : []),
      ...(told ? [told] : []),
    ],
  );
}
