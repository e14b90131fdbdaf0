import { add, money, subtract } from '../../../src/domain/money';
import { type Choice, decide, isBorneOut } from '../../support/proof/by-the-book';
import { type Fact, facts } from '../../support/proof/registry';
import { done, typed } from '../../support/proof/staff';
import { type Asked, type Command, command, type Model, type Real } from './state';

/** What staff do, typed as `tolem …`; what evidence forbids is refused, and that is well. */
const chosen = ({ asked }: Readonly<Model>, pick: number): Asked | undefined => asked[pick % Math.max(1, asked.length)];
const some = ({ asked }: Readonly<Model>): boolean => asked.length > 0;
const said = (why: string) => ['--reason', why];

export const pauses = (noun: 'supplier' | 'service', name: string): Command =>
  command(
    `staff pause ${noun} ${name}`,
    async (model, { world }) => {
      await done(world.environment, 'operator-1', [noun, 'pause', name, ...said('maintenance')]);
      model.paused.add(`${noun} ${name}`);
    },
    ({ paused }) => !paused.has(`${noun} ${name}`),
  );

export const resumes = (noun: 'supplier' | 'service', name: string): Command =>
  command(
    `staff resume ${noun} ${name}`,
    async (model, { world }) => {
      await done(world.environment, 'operator-1', [noun, 'resume', name, ...said('maintenance is over')]);
      model.paused.delete(`${noun} ${name}`);
    },
    ({ paused }) => paused.has(`${noun} ${name}`),
  );

export const agentIs = (state: 'pause' | 'resume'): Command =>
  command(
    `staff ${state} the agent`,
    async (model, { agent, world }) => {
      await done(world.environment, 'operator-1', ['agent', state, agent.id, ...said('asked by telephone')]);
      model.agentPaused = state === 'pause';
    },
    ({ agentPaused }) => agentPaused === (state === 'resume'),
  );

export const movesCash = (verb: 'top-up' | 'withdraw', amount: string): Command =>
  command(`staff ${verb} ${amount}`, async (model, { agent, world }) => {
    const { code } = await typed(world.environment, 'operator-1', ['agent', verb, agent.id, amount, ...said('bank document 7')]);
    if (code === 0) model.deposit = verb === 'top-up' ? add(model.deposit, money(amount)) : subtract(model.deposit, money(amount));
    else if (verb === 'top-up') throw new Error('a top-up was refused');
  });

export const smallWord = (verb: 'poll' | 'resend-callback', pick: number): Command =>
  command(
    `staff: payment ${verb} ${pick}`,
    async (model, { agent, world }) => {
      await typed(world.environment, 'operator-1', ['payment', verb, agent.id, chosen(model, pick)?.transaction ?? '1']);
    },
    some,
  );

/** By the supplier's book, as staff should: what it does not bear out is not decided. */
export const decides = (pick: number, choice: Choice): Command =>
  command(
    `staff decide payment ${pick} ${choice}`,
    async (model, real) => {
      const asked = chosen(model, pick);
      const fact = asked && (await factOf(real, asked.transaction));
      if (fact && model.down.size === 0 && (await isBorneOut(real.world, fact, choice))) await decide(real.world, fact, choice);
    },
    some,
  );

export type Ending = 'approved' | 'rejected' | 'left waiting';

export const reverses = (pick: number, ending: Ending): Command =>
  command(
    `staff reverse payment ${pick}, ${ending}`,
    async (model, { agent, world }) => {
      // One that has succeeded, where there is one: the others are refused, which is soon seen.
      const succeeded = (await facts(world.database, [agent.id])).filter(({ status, final }) => final && status === 10);
      const transaction = succeeded[pick % Math.max(1, succeeded.length)]?.transaction;
      const asked = model.asked.find((each) => each.transaction === transaction) ?? chosen(model, pick);
      if (!asked) return;
      asked.reversing = true;
      const consent = asked.kind.supplier === 'upstream' ? ['--consent', 'letter 12'] : [];
      const words = ['payment', 'reverse', agent.id, asked.transaction, '--agents-request', 'letter 11', ...consent, ...said('paid by mistake')];
      const first = await typed(world.environment, 'operator-1', words);
      if (first.code !== 0 || ending === 'left waiting') return;
      const { decision } = JSON.parse(first.out) as { decision: string };
      await typed(world.environment, 'operator-2', ['payment', ending === 'approved' ? 'approve' : 'reject', decision, ...said('looked at it')]);
    },
    some,
  );

const factOf = async ({ world, agent }: Real, transaction: string): Promise<Fact | undefined> =>
  (await facts(world.database, [agent.id])).find((fact) => fact.transaction === transaction);
