import {
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { BookActivities } from '../activities/bank-day/activities';
import { SEARCH_ATTRIBUTES } from '../contracts/workflows';
import type { DayInput, DayLadders, DayStep, OwnDay } from '../contracts/workflows/day';
import { dayInWords } from './day-in-words';
import { nudge, state } from './payment';

/** A run of more events continues as new: it has nothing that its row has not. */
const MAX_EVENTS = 150;

/** Fetch → compare → (repair, sign) → ready. Every step is decided by the day's row and carried out here; a run may end at any of them. */
export async function reconciliation({ supplier, day, ladders }: DayInput): Promise<{ state: string }> {
  const own: OwnDay = { supplier, day };
  const steps = activitiesOf(ladders);
  let now: DayStep | null = null;
  let nudges = 0;
  /** Those that the last look at the row has seen. */
  let seen = 0;
  setHandler(state, () => (now ? dayInWords(now) : 'reading its row'));
  setHandler(nudge, () => {
    nudges++;
  });

  const take = (step: DayStep): Promise<DayStep> => {
    seen = nudges;
    switch (step.next) {
      case 'fetch':
        return steps.reading.readBook(own);
      case 'compare':
        return steps.comparing.compareDay(own);
      case 'repair':
        return steps.quick.repairDay(own);
      case 'try':
        return steps.reading.tryDay(own);
      case 'wait':
      case 'finished':
        return steps.quick.lookAtDay(own);
    }
  };

  return CancellationScope.nonCancellable(async () => {
    seen = nudges;
    for (let step = await steps.quick.lookAtDay(own); ; step = await take(step)) {
      now = step;
      show(step);
      if (step.next === 'finished' && nudges === seen) return { state: step.state };
      if (isLong(ladders)) await continueAsNew<typeof reconciliation>({ supplier, day, ladders });
      if (step.next === 'wait') await condition(() => nudges !== seen, Math.min(step.forMs ?? ladders.lookEveryMs, ladders.lookEveryMs));
    }
  });
}

/** The row's word alone counts: a run that continues another has that one's attributes. */
function show(step: DayStep): void {
  const { typedSearchAttributes } = workflowInfo();
  const { statusClass, needsStaff } = SEARCH_ATTRIBUTES;
  if (typedSearchAttributes.get(statusClass) !== step.statusClass || typedSearchAttributes.get(needsStaff) !== step.needsStaff)
    upsertSearchAttributes([
      { key: statusClass, value: step.statusClass },
      { key: needsStaff, value: step.needsStaff },
    ]);
  setCurrentDetails(dayInWords(step));
}

function isLong({ runMs }: DayLadders): boolean {
  const { historyLength, startTime, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength >= MAX_EVENTS || Date.now() - startTime.getTime() >= runMs;
}

function activitiesOf({ registryMs, readMs, compareMs, heartbeatMs, resend }: DayLadders) {
  const retry = { initialInterval: resend.firstMs, backoffCoefficient: resend.factor, maximumInterval: resend.capMs };
  return {
    quick: proxyActivities<Pick<BookActivities, 'lookAtDay' | 'repairDay'>>({ startToCloseTimeout: registryMs, retry }),
    reading: proxyActivities<Pick<BookActivities, 'readBook' | 'tryDay'>>({
      summary: 'reads the supplier’s whole book of the day; how many rows stands with the heartbeat',
      startToCloseTimeout: readMs,
      heartbeatTimeout: heartbeatMs,
      retry,
    }),
    comparing: proxyActivities<Pick<BookActivities, 'compareDay'>>({
      summary: 'holds both books against each other',
      startToCloseTimeout: compareMs,
      heartbeatTimeout: heartbeatMs,
      retry,
    }),
  };
}
