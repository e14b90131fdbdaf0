import type { Outcome } from '../../../domain/bank-day/outcomes';
import type { DecisionKind } from '../../../domain/decisions';
import type { DecisionDetail } from '../../staff/decision';
import type { Signable } from './signable';

/** The decision about its payment that an outcome is; null where it is none. */
export function decisionOf(one: Signable, outcome: Outcome): { readonly kind: DecisionKind; readonly detail: DecisionDetail } | null {
  if (outcome === 'roll back') return { kind: 'roll back', detail: one.booking === null ? {} : { paymentIds: [one.booking] } };
  if (outcome === 'succeeded') return { kind: 'succeeded', detail: {} };
  return outcome === 'poll' ? { kind: 'poll now', detail: {} } : null;
}
