import type { NextStep, StepInput } from '../../src/contracts/workflows';

/** The three activities of a payment's straight path, empty: their answers are of the size of the real ones. */
export const bareActivities = (told: (payment: string) => void) => ({
  check: async (_input: StepInput): Promise<NextStep> => ({ next: 'pay', attempt: 1, needsStaff: false }),
  pay: async (_input: StepInput & { readonly attempt: number }): Promise<NextStep> => ({ next: 'finished', status: 10, callback: true }),
  callback: async (payment: string): Promise<boolean> => {
    told(payment);
    return true;
  },
});

export type BareActivities = ReturnType<typeof bareActivities>;
