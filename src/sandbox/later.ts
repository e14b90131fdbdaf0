interface Plan {
  readonly after: string;
  readonly switch: string;
  readonly body: unknown;
  done: boolean;
  /** Why it could not be done when its time had come. */
  error: string | null;
}

const MAX_PLANS = 1_000;

/** Switches that are thrown once the next call of an operation has been answered: what happens between two calls. */
export class Later {
  private plans: Array<Plan & { readonly does: () => unknown }> = [];

  plan(after: string, name: string, body: unknown, does: () => unknown): void {
    if (this.plans.length >= MAX_PLANS) throw new RangeError(`${MAX_PLANS} switches were planned: POST /control/reset first`);
    this.plans.push({ after, switch: name, body, done: false, error: null, does });
  }

  answered(operation: string): void {
    for (const plan of this.plans.filter(({ after, done }) => !done && after === operation)) {
      plan.done = true;
      try {
        plan.does();
      } catch (error) {
        plan.error = error instanceof Error ? error.message : String(error);
      }
    }
  }

  list(): readonly Plan[] {
    return this.plans.map(({ does: _does, ...plan }) => plan);
  }
  clear(): void {
    this.plans = [];
  }
}
