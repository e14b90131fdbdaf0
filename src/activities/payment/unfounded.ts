import type { Queryable } from '../../registry/database';
import { noteUnfounded } from '../../registry/evidence/unfounded';
import { metrics } from '../../telemetry';
import type { Dependencies } from '../dependencies';

/** Temporal's word is no authority: what the registry does not bear out is not done, and somebody must look who asked for it. */
export async function alarm(
  { logger }: Pick<Dependencies, 'logger'>,
  tx: Queryable,
  activity: string,
  about: Readonly<Record<string, unknown>> & { readonly payment: string },
  why: string,
): Promise<void> {
  metrics.unfounded.inc({ activity });
  logger.error({ activity, ...about }, `refused: ${why}`);
  await noteUnfounded(tx, about.payment, activity, why);
}
