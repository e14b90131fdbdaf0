import type fc from 'fast-check';
import { add, type Money, money, subtract, ZERO } from '../../../src/domain/money';
import { isFinal, isRequestStatus } from '../../../src/domain/status';
import type { Answer, TestAgent } from '../../support/gateway/agent';
import type { World } from '../../support/gateway/gateway';
import { suppliersBooks } from '../../support/proof/books';
import type { Kind } from '../../support/proof/kinds';
import { newAgent } from '../../support/proof/new-agent';
import type { Receiver } from '../../support/proof/receiver';
import { facts } from '../../support/proof/registry';
import { bookedTwice, historiesThatTurn } from '../../support/proof/standing';

/** A payment as its agent knows it. */
export interface Asked {
  readonly transaction: string;
  readonly kind: Kind;
  /** How it ends where nobody decides otherwise; the upstream may end one otherwise. */
  ends: number;
  /** Null until an answer came: the request may have been lost on either way. */
  request: string | null;
  /** The last status the agent was told; null before the first. */
  seen: number | null;
  /** Staff were asked to take it back: a success may turn into a reversal. */
  reversing: boolean;
}

export type Breakable = 'worker' | 'alseco' | 'upstream';

/** What must hold is reckoned from this alone: what was asked, what was answered, what staff did. */
export interface Model {
  deposit: Money;
  readonly asked: Asked[];
  readonly down: Set<Breakable>;
  readonly paused: Set<string>;
  agentPaused: boolean;
}

export interface Real {
  readonly world: World;
  readonly agent: TestAgent;
  readonly password: string;
  readonly receiver: Receiver;
  /** Every command as it was carried out, for the report of a failure. */
  readonly log: string[];
}

const DEPOSIT = '5000000';

/** An agent of this run alone: no other run's payments are among its own. */
export async function newRun(world: World, id: string): Promise<{ model: Model; real: Real }> {
  const { agent, password, receiver } = await newAgent(world, id, DEPOSIT);
  const model: Model = { deposit: money(DEPOSIT), asked: [], down: new Set(), paused: new Set(), agentPaused: false };
  return { model, real: { world, agent, password, receiver, log: [] } };
}

export type Command = fc.AsyncCommand<Model, Real>;

/** A command that says its name, notes when it ran, and looks at the cheap promises afterwards. */
export function command(
  name: string,
  work: (model: Model, real: Real) => Promise<void>,
  may: (model: Readonly<Model>) => boolean = () => true,
): Command {
  return {
    check: may,
    toString: () => name,
    async run(model, real) {
      real.log.push(`${new Date().toISOString().slice(11, 23)} ${name}`);
      await work(model, real);
      const all = await facts(real.world.database, [real.agent.id]);
      const wrong = historiesThatTurn(all);
      if (!model.down.has('alseco') && !model.down.has('upstream')) wrong.push(...bookedTwice(all, await suppliersBooks(real.world)));
      if (wrong.length > 0) throw new Error(`after ${name}:\n${wrong.join('\n')}`);
    },
  };
}

/** Holds an answer about a payment against what its agent was told before. */
export function hear(asked: Asked, answer: Answer, model: Model): void {
  const status = Number.parseInt(String(answer['ResponseStatus']), 10);
  const request = String(answer['RequestID']);
  const say = (what: string): never => {
    throw new Error(
      `${asked.transaction} (${asked.kind.name}): ${what}; told before: ${asked.request} ${asked.seen}; answer: ${JSON.stringify(answer)}`,
    );
  };
  if (Number.isNaN(status)) say('an answer without a status');
  if (isRequestStatus(status)) {
    // −1 while the agent is paused comes before the earlier payment is looked for; every other refusal comes after it.
    if (asked.request !== null && !(status === -1 && model.agentPaused)) say('a request status for a payment that is stored');
    return;
  }
  if (asked.request !== null && asked.request !== request) say('another RequestID');
  const before = asked.seen;
  const forward = before === null || status === before || (!isFinal(before) && (isFinal(status) || status > before));
  if (!forward && !(asked.reversing && before === 10 && status === -115)) say('a status that goes back');
  asked.request = request;
  asked.seen = status;
}

/** Deposit less everything that may be held or spent, and less what is known to have succeeded. */
export function balanceBounds(model: Model): readonly [Money, Money] {
  const spent = (which: (asked: Asked) => boolean) =>
    model.asked.filter(which).reduce<Money>((sum, { kind }) => add(sum, money(kind.fields['Amount'] ?? '0')), ZERO);
  return [
    subtract(
      model.deposit,
      spent(({ kind }) => !kind.atOnce),
    ),
    subtract(
      model.deposit,
      spent(({ seen, reversing }) => seen === 10 && !reversing),
    ),
  ];
}
