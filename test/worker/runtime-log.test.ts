import { ApplicationFailure } from '@temporalio/common';
import { waiting } from '../../src/activities/failure';
import { temporalLogger } from '../../src/worker/runtime-log';
import { listening } from './listening';

test('the SDK’s lines come at their own level, and an activity that only waits is no warning', () => {
  const { logger, said } = listening();
  const sdk = temporalLogger(logger);
  sdk.info('Worker state changed');
  sdk.error('Workflow failed', { error: new Error('a bug') });
  sdk.warn('Activity failed', { error: ApplicationFailure.retryable('the registry is away') });
  sdk.warn('Activity failed', { error: waiting('upstream says: 2', 1_000) });
  expect(said).toEqual([
    ['info', 'Worker state changed'],
    ['error', 'Workflow failed'],
    ['warn', 'Activity failed'],
    ['debug', 'Activity failed'],
  ]);
});
