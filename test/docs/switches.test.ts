import { FAULTS, type FaultName, faultOrder, isCarriedOut } from '../../src/sandbox/faults';
import { alsecoWorld } from '../suppliers/alseco/world';
import { world as upstreamWorld } from '../suppliers/upstream/world';
import { page, plain, tableOf } from './markdown';

const integration = page('docs/INTEGRATION.md');

test('INTEGRATION has every fault of the sandboxes: at which of them, and whether the call is carried out', () => {
  const at = (fault: FaultName): string => {
    const [alseco, upstream] = [FAULTS.alseco, FAULTS.upstream].map((faults: readonly string[]) => faults.includes(fault));
    return alseco && upstream ? 'both' : alseco ? 'Alseco' : 'upstream';
  };
  const names = [...new Set<FaultName>([...FAULTS.alseco, ...FAULTS.upstream])];
  const Order = faultOrder(names, ['PayD']);
  const mayBeSaid = (fault: FaultName) => Order.safeParse({ operation: 'PayD', fault, status: -1, execute: true }).success;
  const carriedOut = (fault: FaultName) => `${isCarriedOut({ fault }) ? 'yes' : 'no'}${mayBeSaid(fault) ? ', or as `execute` says' : ''}`;
  const shown = tableOf(integration, 'fault', 'at', 'what the caller meets', 'carried out').map(([fault = '', where, , done]) => [
    plain(fault),
    where,
    done,
  ]);
  expect(shown).toEqual(names.map((fault) => [fault, at(fault), carriedOut(fault)]));
});

test.each([
  ['Alseco', alsecoWorld],
  ['upstream', upstreamWorld],
] as const)('INTEGRATION names every switch of the %s sandbox, and no other', async (name, open) => {
  const w = await open();
  const there = (await (await fetch(`http://127.0.0.1:${w.sandbox.port}/control`)).json()) as string[];
  await w.close();
  const [, both = '', upstream = '', alseco = ''] = integration.split(/^### Switches of .*$/m);
  const own = `${both}${name === 'Alseco' ? alseco : upstream}`;
  const shown = [...own.matchAll(/^\| `([A-Z]+ \/control\/[a-z]+)/gm)].map(([, request]) => request);
  expect([...new Set(shown)].sort()).toEqual([...there].sort());
});
