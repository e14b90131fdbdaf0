import type { World } from '../../test/support/gateway/gateway';
import type { CallName, Sandbox } from './fault';
import type { Asked } from './payment';
import type { Way } from './way';

export type Controlled = Pick<World, 'control'>;

/** The order of the faults matters: the one that leads to the call, the one that makes a second call necessary, the cell's own. */
export async function arm(world: Controlled, asked: readonly Asked[]): Promise<void> {
  const [first] = asked;
  if (!first) return;
  const { way, fault, times } = first.cell;
  for (const { lead, account } of asked) if (lead) await post(world, way.sandbox, lead.operation, { ...lead.body, ...once(way.sandbox) }, account);
  const account = way.shared ? null : first.account;
  const skip = times === 'second' && way.opening === null ? { skip: 1 } : {};
  if (times === 'second' && way.opening) await post(world, way.sandbox, way.operation, { ...way.opening, ...once(way.sandbox) }, account);
  const often = times === 'every' ? always(way.sandbox) : once(way.sandbox);
  await post(world, way.sandbox, way.operation, { ...fault.body, ...skip, ...often }, account);
}

export const clear = (world: Controlled, sandbox: Sandbox): Promise<unknown> => world.control(sandbox, 'faults', undefined, 'DELETE');

const once = (sandbox: Sandbox): object => (sandbox === 'alseco' ? { count: 1 } : {});
const always = (sandbox: Sandbox): object => (sandbox === 'alseco' ? {} : { always: true });

const post = (world: Controlled, sandbox: Sandbox, operation: CallName, body: object, account: string | null): Promise<unknown> =>
  world.control(
    sandbox,
    'faults',
    sandbox === 'alseco'
      ? { operation, ...body, ...(account === null ? {} : { containing: account }) }
      : { requestType: operation, ...body, ...(account === null ? {} : { account }) },
  );

interface AlsecoOrder {
  readonly operation: string;
  readonly containing?: string;
  readonly met: number;
}
interface UpstreamRule {
  readonly requestType: string;
  readonly account?: string;
  readonly transaction?: string;
  readonly hits: number;
}

/** How often the last fault armed for an operation and an account (null: for all) was met, as the sandbox counts. */
export async function metOf(world: Controlled, sandbox: Sandbox): Promise<(way: Way, account: string) => number> {
  const all =
    sandbox === 'alseco'
      ? (await world.control<AlsecoOrder[]>('alseco', 'faults')).map(({ operation, containing, met }) => ({ operation, account: containing, met }))
      : (await world.control<UpstreamRule[]>('upstream', 'faults')).map(({ requestType, account, hits }) => ({
          operation: requestType,
          account,
          met: hits,
        }));
  const last = new Map(all.map(({ operation, account, met }) => [`${operation} ${account ?? ''}`, met]));
  return (way, account) => last.get(`${way.operation} ${way.shared ? '' : account}`) ?? 0;
}
