import type { InboxArgs } from '../../inbox';
import { counted } from '../../plural';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

const WAITS = {
  'day end': 'its end',
  supplier: 'the supplier',
  repairs: 'payments that settle by themselves',
  signatures: 'signatures',
  staff: 'staff',
  confirmation: 'its confirmation',
} as const;

export const en: Words<InboxArgs> = {
  needsStaff: ({ why }) => why,
  slow: ({ why }) => `waits: ${why ?? 'no word yet of what for'}`,
  decisionWaits: ({ staff, decision, reason }) => `${staff} decided "${terms.decision[decision]}": ${reason}`,
  ruleWaits: ({ staff, value, reason }) => `${staff} asked for "${value}": ${reason}`,
  documentWaits: ({ staff, number, day, reason }) => `${staff} typed document ${number} of ${day} of the bank a second time: ${reason}`,
  reversalStuck: ({ staff, decision }) => `"${terms.decision[decision]}", decided by ${staff}, has not ended`,
  callbackGivenUp: ({ ended }) => `callback given up: ${ended ?? 'never tried'}`,
  callbackOverdue: () => 'callback not told: its next try has been due since then and was not made',
  supplierClosed: ({ state, by, reason }) => `${terms.supplier[state]}${by === null ? '' : ` by ${by}`}${reason === null ? '' : `: ${reason}`}`,
  serviceTrouble: ({ name, supplier, trouble }) => `${name} at ${supplier ?? 'no supplier'}: ${trouble}`,
  lowBalance: ({ below }) => `our deposit there is below ${below}`,
  dayNotOpened: ({ endedAt }) => `ended at ${endedAt}, and nobody has opened it`,
  dayNotReady: ({ readyBy, waitsFor }) =>
    `was to be ready by ${readyBy}; it ${waitsFor === null ? 'is being read and compared' : `waits for ${WAITS[waitsFor]}`}`,
  dayNotCompared: ({ hours, waitsFor }) =>
    `has not been read and compared for ${counted('en', hours, { one: 'hour', other: 'hours' })}${waitsFor === null ? '' : `; it waits for ${WAITS[waitsFor]}`}`,
};
