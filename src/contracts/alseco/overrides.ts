import { z } from 'zod';
import { OPERATION_NAMES, OPERATIONS, type OperationName, type Operations } from './operations';

/** `ALSECO_OVERRIDES`: what a live service does otherwise than the document, per operation. `offered: false` leaves PayD for Pay. */
const Override = z.strictObject({
  namespace: z.url().optional(),
  soapAction: z.string().max(300).optional(),
  version: z.enum(['1.1', '1.2']).optional(),
  offered: z.boolean().optional(),
});
const Overrides = z.partialRecord(z.enum(OPERATION_NAMES as [OperationName, ...OperationName[]]), Override);

export interface Offer {
  readonly operations: Operations;
  readonly offers: (name: OperationName) => boolean;
}

/** Applies the JSON of `ALSECO_OVERRIDES`; throws an Error that names the bad part. A new namespace moves the SOAPAction with it. */
export function offered(overridesJson?: string): Offer {
  const overrides = readOverrides(overridesJson);
  const operations = OPERATION_NAMES.map((name) => {
    const { namespace, soapAction, version } = overrides[name] ?? {};
    const row = OPERATIONS[name];
    const moved = namespace ?? row.namespace;
    return [name, { ...row, namespace: moved, version: version ?? row.version, soapAction: soapAction ?? `${moved}${name}` }] as const;
  });
  return { operations: Object.fromEntries(operations) as Operations, offers: (name) => overrides[name]?.offered !== false };
}

function readOverrides(json?: string): z.infer<typeof Overrides> {
  if (!json) return {};
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    throw new Error('ALSECO_OVERRIDES: not JSON');
  }
  const read = Overrides.safeParse(given);
  if (!read.success) throw new Error(`ALSECO_OVERRIDES: ${read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  return read.data;
}
