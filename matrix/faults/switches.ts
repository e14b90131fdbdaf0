import type { Armed } from '../../src/sandbox/faults';
import type { World } from '../../test/support/gateway/gateway';
import type { CallName, Sandbox } from './fault';
import type { Asked } from './payment';
import type { Way } from './way';

export type Controlled = Pick<World, 'control'>;

const ONCE = { count: 1 };

/** The order of the faults matters: the one that leads to the call, the one that makes a second call necessary, the cell's own. */
export async function arm(world: Controlled, asked: readonly Asked[]): Promise<void> {
  const [first] = asked;
  if (!first) return;
  const { way, fault, times } = first.cell;
  for (const { lead, account } of asked) if (lead) await post(world, way.sandbox, lead.operation, { ...lead.body, ...ONCE }, account);
  const account = way.shared ? null : first.account;
  const skip = times === 'second' && way.opening === null ? { skip: 1 } : {};
  if (times === 'second' && way.opening) await post(world, way.sandbox, way.operation, { ...way.opening, ...ONCE }, account);
  await post(world, way.sandbox, way.operation, { ...fault.body, ...skip, ...(times === 'every' ? {} : ONCE) }, account);
}

export const clear = (world: Controlled, sandbox: Sandbox): Promise<unknown> => world.control(sandbox, 'faults', undefined, 'DELETE');

const post = (world: Controlled, sandbox: Sandbox, operation: CallName, body: object, account: string | null): Promise<unknown> =>
  world.control(sandbox, 'faults', { operation, ...body, ...(account === null ? {} : { containing: account }) });

/** How often the last fault armed for an operation and an account (null: for all) was met, as the sandbox counts. */
export async function metOf(world: Controlled, sandbox: Sandbox): Promise<(way: Way, account: string) => number> {
  const all = await world.control<Armed[]>(sandbox, 'faults');
  const last = new Map(all.map(({ operation, containing, met }) => [`${operation} ${containing ?? ''}`, met]));
  return (way, account) => last.get(`${way.operation} ${way.shared ? '' : account}`) ?? 0;
}
