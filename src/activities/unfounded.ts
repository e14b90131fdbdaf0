import { metrics } from '../telemetry';
import type { Dependencies } from './dependencies';

/** Temporal's word is no authority: what the registry does not bear out is not done, and somebody must look who asked for it. */
export function alarm({ logger }: Pick<Dependencies, 'logger'>, activity: string, about: Readonly<Record<string, unknown>>, why: string): void {
  metrics.unfounded.inc({ activity });
  logger.error({ activity, ...about }, `refused: ${why}`);
}
