import { Counter } from 'prom-client';
import { metrics } from '../telemetry';
import type { Dependencies } from './dependencies';

const unfounded = new Counter({
  registers: [metrics.registry],
  name: 'tolem_unfounded_steps_total',
  help: 'Steps that Temporal asked for and the registry does not bear out: refused',
  labelNames: ['activity'] as const,
});

/** Temporal's word is no authority: what the registry does not bear out is not done, and somebody must look who asked for it. */
export function alarm({ logger }: Pick<Dependencies, 'logger'>, activity: string, about: Readonly<Record<string, unknown>>, why: string): void {
  unfounded.inc({ activity });
  logger.error({ activity, ...about }, `refused: ${why}`);
}
