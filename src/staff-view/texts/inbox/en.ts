import type { InboxArgs } from '../../inbox';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

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
};
