import { activityOver } from '../failure';
import type { BookDependencies } from './books';
import { compareDay, lookAtDay, readBook, repairDay, tryDay } from './day';
import { launch } from './launch';

/** The activities of bank days, by the name workflows call them; they run on a queue of their own. */
export function createBookActivities(dependencies: BookDependencies) {
  const activity = activityOver(dependencies);
  return {
    launch: activity(launch),
    lookAtDay: activity(lookAtDay),
    readBook: activity(readBook),
    compareDay: activity(compareDay),
    repairDay: activity(repairDay),
    tryDay: activity(tryDay),
  };
}

export type BookActivities = ReturnType<typeof createBookActivities>;
