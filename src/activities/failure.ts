import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { NoSuchDay } from '../registry/bank-day/day/days';
import { NoSuchPayment } from '../registry/payment/standing';

/** The one place that knows what Temporal retries: everything, except what is made here as final. */

/** Not a failure but a wait: the server schedules the activity again after `delayMs`, and the UI shows the words and the time. */
export function waiting(why: string, delayMs: number): ApplicationFailure {
  const next = new Date(Date.now() + delayMs).toISOString().slice(0, 19);
  const failure = ApplicationFailure.create({
    message: `${why}; asked again at ${next}Z`,
    type: 'Waiting',
    nonRetryable: false,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
  // A wait has no place in the code to look for, and the server keeps what it is told of each.
  failure.stack = '';
  return failure;
}

/** A workflow without a row sends nothing and ends. */
export const asTemporalTakes = (error: unknown): unknown =>
  error instanceof NoSuchPayment || error instanceof NoSuchDay
    ? ApplicationFailure.create({ message: error.message, type: error.name, nonRetryable: true })
    : error;

/** Activities over what they depend on, as Temporal calls them. */
export const activityOver =
  <Dependencies>(dependencies: Dependencies) =>
  <Input, Answer>(work: (dependencies: Dependencies, input: Input) => Promise<Answer>) =>
  (input: Input): Promise<Answer> =>
    work(dependencies, input).catch((error: unknown) => Promise.reject(asTemporalTakes(error)));
