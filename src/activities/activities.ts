import type { CallbackInput, ReversalInput, StepInput } from '../contracts/workflows';
import { callback, deliver } from './callback/deliver';
import type { Dependencies } from './dependencies';
import { check } from './payment/check';
import { find } from './payment/find';
import { type PayInput, pay } from './payment/pay';
import { poll } from './payment/poll';
import { type RecordInput, record } from './payment/record';
import { undo } from './payment/undo';
import { reverse } from './reversal/reverse';

/** Every activity by the name workflows call it: find, call, translate. */
export const createActivities = (dependencies: Dependencies) => ({
  check: (input: StepInput) => check(dependencies, input),
  pay: (input: PayInput) => pay(dependencies, input),
  record: (input: RecordInput) => record(dependencies, input),
  find: (input: StepInput) => find(dependencies, input),
  poll: (input: StepInput) => poll(dependencies, input),
  undo: (input: StepInput) => undo(dependencies, input),
  callback: (payment: string) => callback(dependencies, payment),
  deliver: (input: CallbackInput) => deliver(dependencies, input),
  reverse: (input: ReversalInput) => reverse(dependencies, input),
});

export type Activities = ReturnType<typeof createActivities>;
