import { setTimeout as pause } from 'node:timers/promises';
import type { OddRollback } from '../../../src/sandbox/alseco/book';
import type { Part } from '../../support/gateway/part';
import { armed, type Fault } from '../../support/proof/faults';
import type { Kind } from '../../support/proof/kinds';
import type { ReceiverMood } from '../../support/proof/receiver';
import { facts } from '../../support/proof/registry';
import { askPayment, newlyAsked } from './agents';
import { type Breakable, type Command, command, type Real } from './state';

/** What goes wrong around the gateway. */
export const partOf = ({ world }: Real, name: Breakable): Part =>
  ({ worker: world.worker, alseco: world.alsecoSandbox, upstream: world.upstreamSandbox })[name];

export const arms = (fault: Fault, count: number | null): Command =>
  command(
    `${fault.name}, ${count === null ? 'always' : `${count} times`}`,
    (_model, { world }) => world.control(fault.sandbox, 'faults', armed(fault, count)),
    ({ down }) => !down.has(fault.sandbox),
  );

export const clears = (sandbox: 'alseco' | 'upstream'): Command =>
  command(
    `the faults of ${sandbox} are over`,
    (_model, { world }) => world.control(sandbox, 'faults', undefined, 'DELETE'),
    ({ down }) => !down.has(sandbox),
  );

const requestsOf = async ({ world, agent }: Real): Promise<Set<string>> =>
  new Set((await facts(world.database, [agent.id])).map(({ request }) => request));

/** RequestIDs of the agent's payments that the upstream has taken and not ended. */
export async function unendedUpstream(real: Real): Promise<string[]> {
  const own = await requestsOf(real);
  const { payments } = await real.world.control<{ payments: Array<{ transaction: string; end: object | null }> }>('upstream', 'book?limit=100000');
  return payments.filter(({ transaction, end }) => end === null && own.has(transaction)).map(({ transaction }) => transaction);
}

export const upstreamFinishes = (pick: number, code: number): Command =>
  command(
    `the upstream ends a payment with ${code}`,
    async (model, real) => {
      const unended = await unendedUpstream(real);
      const transaction = unended[pick % Math.max(1, unended.length)];
      const asked = model.asked.find(({ request }) => request === transaction);
      if (!transaction || !asked) return;
      await real.world.control('upstream', 'finish', { transaction, code });
      asked.ends = code;
    },
    ({ down }) => !down.has('upstream'),
  );

/** What the next bookings meet that are asked to be rolled back. */
export const alsecoAnswersRollbacks = (next: readonly OddRollback[]): Command =>
  command(
    `alseco answers the next rollbacks: ${next.join(', ')}`,
    (_model, { world }) => world.control('alseco', 'rollbacks', { next }),
    ({ down }) => !down.has('alseco'),
  );

/** −9, and nobody brings it back yet. */
export const dies = (name: Breakable): Command =>
  command(
    `${name} is killed`,
    async (model, real) => {
      await partOf(real, name).kill();
      model.down.add(name);
    },
    ({ down }) => !down.has(name),
  );

export const comesBack = (name: Breakable): Command =>
  command(
    `${name} comes back`,
    async (model, real) => {
      await partOf(real, name).start();
      model.down.delete(name);
    },
    ({ down }) => down.has(name),
  );

export const restartsGently = (name: Breakable): Command =>
  command(
    `${name} is restarted gracefully`,
    async (_model, real) => {
      await partOf(real, name).stop();
      await partOf(real, name).start();
    },
    ({ down }) => !down.has(name),
  );

/** Payments are being asked for as it goes: some are answered, some are not, and the agent does not know which were stored. */
export const apiGoes = (how: 'kill' | 'stop', kind: Kind, copies: number): Command =>
  command(`api is ${how === 'kill' ? 'killed' : 'restarted gracefully'} while ${copies} agents pay a ${kind.name}`, async (model, real) => {
    const { api } = real.world;
    const answers = Array.from({ length: copies }, () => newlyAsked(model, kind)).map((asked) =>
      askPayment(model, real, asked).catch((error: unknown) => {
        // No answer is an outcome (fetch says so by a TypeError, of another realm than the test's); a wrong one is not.
        if (!String(error).startsWith('TypeError')) throw error;
      }),
    );
    await Promise.all([how === 'kill' ? api.kill() : api.stop(), ...answers]);
    await api.start();
  });

export const receiverIs = (mood: ReceiverMood): Command =>
  command(`the agent's receiver ${mood}`, async (_model, { receiver }) => {
    receiver.mood = mood;
  });

/** So that what follows meets the payments at another point of their way. */
export const timePasses = (ms: number): Command => command(`${ms} ms pass`, () => pause(ms));
