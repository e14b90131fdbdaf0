import { asyncLocalStorage, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Dependencies } from '../../src/activities/dependencies';
import { check } from '../../src/activities/payment/check';
import { find } from '../../src/activities/payment/find';
import { pay } from '../../src/activities/payment/pay';
import { poll } from '../../src/activities/payment/poll';
import { record } from '../../src/activities/payment/record';
import type { NextStep, StepInput } from '../../src/contracts/workflows';
import type { Payment } from '../../src/registry/payment/payments';
import { until } from '../support/until';

/** What the workflow of a payment, begun together with its row, asks its activities with. */
export const inputOf = (of: Payment): StepInput => ({
  payment: of.id,
  agent: of.agent,
  transaction: of.transaction,
  startedAt: of.createdAt,
  patient: false,
});

/**
 * A payment's activities one after another as the workflow would call them, without Temporal: from the beginning of a life of it until
 * `done` says so, or for good; answers with the last step it came to. What would be scheduled again is asked again at once.
 */
export function steps(dependencies: Dependencies) {
  const work = (input: StepInput, now: NextStep): Promise<NextStep> => {
    switch (now.next) {
      case 'pay':
        return pay(dependencies, { ...input, attempt: now.attempt });
      case 'record':
        return record(dependencies, { ...input, attempt: now.attempt, ...(now.sealed ? { sealed: now.sealed } : {}) });
      case 'find':
        return find(dependencies, input);
      case 'poll':
        return poll(dependencies, input);
      case 'undo':
      case 'finished':
        throw new Error(`no step follows ${now.next} here`);
      case 'check':
      case 'wait':
      case 'staff':
        return check(dependencies, input);
    }
  };
  const step = (of: Payment, now: NextStep): Promise<NextStep> =>
    inContext(() => work(inputOf(of), now)).catch((error: unknown) => {
      if (error instanceof ApplicationFailure && error.type === 'Waiting') return now;
      throw error;
    });
  return async (of: Payment, done: (seen: NextStep) => boolean | Promise<boolean> = ({ next }) => next === 'finished'): Promise<NextStep> => {
    let now: NextStep = { next: 'check', why: 'a test' };
    await until(`payment ${of.transaction} comes to where it should`, async () => {
      now = await step(of, now);
      return done(now);
    });
    return now;
  };
}

/** As far as an activity of a payment looks into it. */
export function inContext<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  const context = Object.assign(Object.create(Context.prototype), {
    info: { attempt },
    cancellationSignal: new AbortController().signal,
    heartbeat: () => undefined,
  }) as Context;
  return asyncLocalStorage.run(context, work);
}
