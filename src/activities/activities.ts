import { callback, deliver } from './callback/deliver';
import type { Dependencies } from './dependencies';
import { activityOver } from './failure';
import { check } from './payment/check';
import { find } from './payment/find';
import { pay } from './payment/pay';
import { poll } from './payment/poll';
import { record } from './payment/record';
import { undo } from './payment/undo';
import { reverse } from './reversal/reverse';

/** Every activity by the name workflows call it: find, call, translate. */
export function createActivities(dependencies: Dependencies) {
  const activity = activityOver(dependencies);
  return {
    check: activity(check),
    pay: activity(pay),
    record: activity(record),
    find: activity(find),
    poll: activity(poll),
    undo: activity(undo),
    callback: activity(callback),
    deliver: activity(deliver),
    reverse: activity(reverse),
  };
}

export type Activities = ReturnType<typeof createActivities>;
