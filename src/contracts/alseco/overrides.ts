import { z } from 'zod';
import { OPERATION_NAMES, OPERATIONS, type OperationName, type Operations } from './operations';

const ElementName = z.string().regex(/^[A-Za-z_][\w.-]{0,99}$/, 'not the name of an element');

/**
 * `ALSECO_OVERRIDES`: what a live service does otherwise than the document, per operation. `offered: false` leaves PayD for Pay;
 * `spelling` gives for names of elements, the operation's own among them, the ones that the service writes.
 */
const Override = z.strictObject({
  namespace: z.url().optional(),
  soapAction: z.string().max(300).optional(),
  version: z.enum(['1.1', '1.2']).optional(),
  offered: z.boolean().optional(),
  spelling: z.record(ElementName, ElementName).optional(),
});
const Overrides = z.partialRecord(z.enum(OPERATION_NAMES as [OperationName, ...OperationName[]]), Override);

export interface OperationOffer {
  readonly operations: Operations;
  readonly offers: (name: OperationName) => boolean;
}

/** Applies the JSON of `ALSECO_OVERRIDES`; throws an Error that names the bad part. A new namespace, or another spelling of the operation, moves the SOAPAction with it. */
export function readOffer(overridesJson?: string): OperationOffer {
  const overrides = readOverrides(overridesJson);
  const operations = OPERATION_NAMES.map((name) => {
    const { namespace, soapAction, version, spelling = {} } = overrides[name] ?? {};
    const row = OPERATIONS[name];
    const moved = namespace ?? row.namespace;
    const aliases = { ...row.aliases, ...Object.fromEntries(Object.entries(spelling).map(([ours, theirs]) => [theirs, row.aliases[ours] ?? ours])) };
    const action = soapAction ?? `${moved}${spelling[name] ?? name}`;
    return [name, { ...row, namespace: moved, version: version ?? row.version, soapAction: action, aliases, respelled: spelling }] as const;
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
