import { add, money, subtract } from '../../../src/domain/money';
import { type Choice, deciding, isBorneOut } from '../../support/proof/by-the-book';
import { STUCK } from '../../support/proof/kinds';
import { type Fact, facts } from '../../support/proof/registry';
import { type Decided, done, typed } from '../../support/proof/staff';
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

export type Ending = 'approved' | 'rejected' | 'left waiting';

/** Takes a decision, and has a second person end it; what evidence forbids is refused. */
async function twoDecide({ world }: Real, words: readonly string[], ending: Ending): Promise<void> {
  const first = await typed(world.environment, 'operator-1', words);
  if (first.code !== 0 || ending === 'left waiting') return;
  const { decision, state } = JSON.parse(first.out) as Decided;
  if (state === 'waits') await typed(world.environment, 'operator-2', ended(decision, ending));
}
const ended = (decision: string, ending: 'approved' | 'rejected') => [
  'payment',
  ending === 'approved' ? 'approve' : 'reject',
  decision,
  ...said('looked at it'),
];

const isOpen = ({ final }: Fact): boolean => !final;
const keepsSome = ({ documents }: Fact): boolean => documents.some(({ state, writtenOff }) => state === 'taken' && !writtenOff);
const APPLIES: Readonly<Record<Choice, (fact: Fact) => boolean>> = {
  '--succeeded': isOpen,
  '--failed': isOpen,
  '--send-again': isOpen,
  '--roll-back': (fact) => keepsSome(fact) && fact.status !== 10,
  '--write-off': (fact) => keepsSome(fact) && (fact.status !== 10 || fact.documents.some(({ state }) => state === 'rolled back')),
  '--noted': ({ final, needsStaff, breaks }) => final && (needsStaff !== null || breaks.some(({ ended }) => ended === null)),
};

/** By the supplier's book, as staff should: what it does not bear out is not decided. What the upstream has not ended may be failed all the same. */
export const decides = (pick: number, choice: Choice, ending: Ending): Command =>
  command(
    `staff decide payment ${pick} ${choice}, ${ending}`,
    async (model, real) => {
      if (model.down.size > 0) return;
      // One to which it may apply, where there is one: of the others it is refused, which is soon seen.
      const all = await facts(real.world.database, [real.agent.id]);
      const likely = all.filter(APPLIES[choice]);
      const fact = (likely.length > 0 ? likely : all)[pick % Math.max(1, (likely.length > 0 ? likely : all).length)];
      const asked = model.asked.find(({ transaction }) => transaction === fact?.transaction);
      if (!fact || !asked) return;
      const unended = asked.kind === STUCK && choice === '--failed';
      if (unended || (await isBorneOut(real.world, fact, choice))) await twoDecide(real, deciding(fact, choice), ending);
    },
    some,
  );

/** About a booking that nobody explains, or one of the payment itself. */
export const clears = (pick: number, choice: '--roll-back' | '--write-off', ending: Ending): Command =>
  command(
    `staff ${choice} a booking, ${ending}`,
    async (_model, real) => {
      const open = (await facts(real.world.database, [real.agent.id])).flatMap((fact) =>
        fact.breaks.filter((found) => found.ended === null).map(({ booking }) => ({ fact, booking })),
      );
      const one = open[pick % Math.max(1, open.length)];
      if (one) await twoDecide(real, [...deciding(one.fact, choice), '--payment-id', one.booking], ending);
    },
    some,
  );

/** The second person comes late. */
export const endsWaiting = (pick: number, ending: 'approved' | 'rejected'): Command =>
  command(
    `a decision that waits is ${ending}`,
    async (_model, { world, agent }) => {
      const { rows } = await world.database.query<{ id: string }>(
        `SELECT d.id FROM decisions d JOIN payments p ON p.id = d.payment_id
         WHERE p.agent_id = $1 AND d.done_at IS NULL AND d.needs_second AND d.second IS NULL ORDER BY d.id`,
        [agent.id],
      );
      const id = rows[pick % Math.max(1, rows.length)]?.id;
      if (id) await typed(world.environment, 'operator-2', ended(id, ending));
    },
    some,
  );

export const reverses = (pick: number, ending: Ending): Command =>
  command(
    `staff reverse payment ${pick}, ${ending}`,
    async (model, real) => {
      // One that has succeeded, where there is one: the others are refused, which is soon seen.
      const succeeded = (await facts(real.world.database, [real.agent.id])).filter(({ status, final }) => final && status === 10);
      const transaction = succeeded[pick % Math.max(1, succeeded.length)]?.transaction;
      const asked = model.asked.find((each) => each.transaction === transaction) ?? chosen(model, pick);
      if (!asked) return;
      asked.reversing = true;
      const consent = asked.kind.supplier === 'upstream' ? ['--consent', 'letter 12'] : [];
      const words = ['payment', 'reverse', real.agent.id, asked.transaction, '--agents-request', 'letter 11', ...consent];
      await twoDecide(real, [...words, ...said('paid by mistake')], ending);
    },
    some,
  );
