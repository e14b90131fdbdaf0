import { setTimeout as pause } from 'node:timers/promises';
import type { TestAgent } from '../../test/support/gateway/agent';
import { Subject } from './gate';
import type { Kind } from './kinds';
import type { Message, Point } from './points';
import type { World } from './world';

/** A payment of the matrix: who pays, by which path, and where it is parked. */
export interface UnderTest {
  readonly kind: Kind;
  readonly agent: TestAgent;
  readonly subject: Subject;
  readonly account: string;
  readonly form: Readonly<Record<string, string>>;
  /** ResponseStatus of every answer the agent got to its Payment. */
  readonly answers: string[];
}

/** Calls that name an account and no payment. */
const CHECKS = new Set(['GetInvoicesByAccountsNew', 'AccountCheck']);
/** Such a point needs an account that no other payment of the round has. */
export const namesOnlyTheAccount = (message: Message): boolean => CHECKS.has(message.label);
const LOST_ANSWER: Message = { hop: 'worker → Alseco', side: 'answer', label: 'PayD', nth: 1 };

let drawn = 0;
/** 14 digits, like nothing else in the registry, and the same in no two runs of one day. */
const nextTransaction = (): string => `4${String(Date.now()).slice(-9)}${String(drawn++ % 10_000).padStart(4, '0')}`;

/**
 * `taken`: accounts whose check is one payment's alone in this round, because a check names nothing else; null where nobody is
 * parked at a check. Answers null when the path has no account left.
 */
export function underTest(
  world: Pick<World, 'gate'>,
  agent: TestAgent,
  kind: Kind,
  point: Point | null,
  taken: Set<string> | null,
): UnderTest | null {
  const transaction = nextTransaction();
  const free = kind.accounts?.filter((each) => !taken?.has(each));
  const account = free ? free[drawn % free.length] : `m${transaction}`;
  if (account === undefined) return null;
  const subject = new Subject(transaction, point, kind.answerLost ? LOST_ANSWER : null);
  const alone = taken !== null && (point === null || namesOnlyTheAccount(point));
  world.gate.add(subject);
  if (alone || free === undefined) world.gate.add(subject, account);
  if (alone) taken.add(account);
  return { kind, agent, subject, account, form: kind.form(account), answers: [] };
}

const ANSWERED = /^(1|2|3|9|10|-1\d\d|-2\d\d|-300)$/;

/** As an agent does: asks again under the same number until it is told something about the payment. */
export async function insist({ agent, subject, form, answers }: UnderTest, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const status = await agent.pay(subject.transaction, { ...form }).then(
      (answer) => String(answer['ResponseStatus']),
      () => 'none',
    );
    answers.push(status);
    if (ANSWERED.test(status)) return;
    await pause(300);
  }
}
