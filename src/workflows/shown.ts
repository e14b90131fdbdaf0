import { patched, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { type NextStep, type PaymentInput, SEARCH_ATTRIBUTES } from '../contracts/workflows';
import { SUCCESS } from '../domain/status';

/** Keeps the Temporal UI true: words for the operator, and the search attributes where they changed. */
export function showing({ account, amount, currency }: PaymentInput): (step: NextStep) => void {
  let { statusClass, needsStaff } = attributesBefore();
  return (step) => {
    const nextClass = classOf(step) ?? statusClass;
    const nextStaff = step.next !== 'finished' && (step.next === 'staff' || isMarked(step, needsStaff));
    if (nextClass !== statusClass || nextStaff !== needsStaff) {
      upsertSearchAttributes([
        { key: SEARCH_ATTRIBUTES.statusClass, value: nextClass },
        { key: SEARCH_ATTRIBUTES.needsStaff, value: nextStaff },
      ]);
      statusClass = nextClass;
      needsStaff = nextStaff;
    }
    setCurrentDetails(`${amount} ${currency} to ${account}: ${inWords(step)}`);
  };
}

/** A run that continues another has its attributes; runs that were continued before `patched` began took them for a new payment's. */
function attributesBefore(): { statusClass: string; needsStaff: boolean } {
  const { continuedFromExecutionRunId, typedSearchAttributes } = workflowInfo();
  if (continuedFromExecutionRunId === undefined || !patched('attributes-carried')) return { statusClass: 'running', needsStaff: false };
  return {
    statusClass: typedSearchAttributes.get(SEARCH_ATTRIBUTES.statusClass) ?? 'running',
    needsStaff: typedSearchAttributes.get(SEARCH_ATTRIBUTES.needsStaff) ?? false,
  };
}

/** The registry's word counts wherever it differs; where it says nothing the mark stays. */
function isMarked({ needsStaff: said }: NextStep, before: boolean): boolean {
  return said !== undefined && said !== before && patched('needs-staff-told') ? said : before;
}

function classOf(step: NextStep): 'succeeded' | 'failed' | 'waiting' | null {
  if (step.next === 'finished') return step.status === SUCCESS ? 'succeeded' : 'failed';
  return ['find', 'poll', 'wait', 'undo', 'staff'].includes(step.next) ? 'waiting' : null;
}

export function inWords(step: NextStep): string {
  switch (step.next) {
    case 'pay':
      return `paying, attempt ${step.attempt}`;
    case 'record':
      return 'the supplier answered; its answer is being written';
    case 'finished':
      return `finished with status ${step.status}`;
    case 'wait':
      return `waits: ${step.why} (asked again after ${Math.ceil(step.forMs / 1000)} s, and then by the activity shown as pending)`;
    case 'find':
    case 'poll':
      return `waits: ${step.why} (when it is asked next stands with the pending activity)`;
    case 'staff':
      return `needs staff: ${step.why}`;
    case 'check':
    case 'undo':
      return step.why;
  }
}
