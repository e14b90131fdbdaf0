import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

/** The one place that knows what Temporal retries: everything, except what is made here as final. */

/** Not a failure but a wait: the server schedules the activity again after `delayMs`, and the UI shows the words and the time. */
export function waiting(why: string, delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    message: why,
    type: 'Waiting',
    nonRetryable: false,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** A workflow without a row sends nothing and ends with this. */
export function noSuchPayment(payment: string): ApplicationFailure {
  return ApplicationFailure.create({
    message: `the registry has no payment ${payment}: nothing was sent`,
    type: 'NoSuchPayment',
    nonRetryable: true,
  });
}
