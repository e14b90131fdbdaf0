import { world } from './world';

test('smoke', async () => {
  const w = await world();
  for (const line of [
    '--help',
    'payment decide --help',
    'agent list',
    'agent show 144',
    'service list',
    'rate list',
    'supplier list',
    'ledger trial-balance',
    'staff list',
    'audit list',
    'inbox',
    'payment list',
    'version',
    'agent',
    'agent set 144',
    'agent set 144 --callback-url http://127.0.0.1:9/x --allowed-ip 10.0.0.0/8 1.2.3.4',
    'agent top-up 146 1000.00 --reason because',
    'agent withdraw 146 5000 --reason because',
    'agent top-up 146 1e3 --reason because',
    'payment show 144 1',
    'doctor',
  ]) {
    const r = await w.tolem(line);
    console.log(`$ tolem ${line} -> ${r.code}\n${r.out}${r.err ? `[err] ${r.err}` : ''}`);
  }
  await w.close();
}, 60000);
