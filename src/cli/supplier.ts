import { Command } from 'commander';
import { z } from 'zod';
import { Refused } from '../registry/refused';
import { listSuppliers, pauseSupplier, resumeSupplier } from '../registry/suppliers';
import { Reason, Supplier } from './arguments';
import type { Io } from './io';
import { shownMoney, shownTime } from './shown';
import { verb } from './verb';

/** `tolem supplier …`: the state that api and workers obey. */
export function supplierCommand(io: Io): Command {
  const noun = new Command('supplier').description('suppliers: open, slowed or stopped, and why');
  noun
    .command('list')
    .description('state, reason and our deposit there')
    .action(
      verb(io, z.object({}), async (session) => {
        session.rows(
          await listSuppliers(session.database),
          [
            { title: 'supplier' },
            { title: 'state' },
            { title: 'since' },
            { title: 'by' },
            { title: 'our deposit', right: true },
            { title: 'as of' },
            { title: 'reason' },
          ],
          (row) => [
            row.name,
            row.state,
            shownTime(session.zone, row.since),
            row.by ?? '',
            row.balance === null ? '' : shownMoney(row.balance),
            shownTime(session.zone, row.balanceAt),
            row.reason ?? '',
          ],
          'There is no supplier yet.',
        );
      }),
    );
  for (const state of ['pause', 'resume'] as const) {
    noun
      .command(`${state} <supplier>`)
      .description(state === 'pause' ? 'send it nothing until it is resumed; its payments wait' : 'send again')
      .requiredOption('--reason <text>', 'why')
      .action(
        verb(io, z.object({ supplier: Supplier, reason: Reason }), async (session, { supplier, reason }) => {
          const staff = await session.actor();
          await session.act({ action: `supplier.${state}`, subject: `supplier:${supplier}`, reason }, async (tx) => {
            const changed = state === 'pause' ? await pauseSupplier(tx, supplier, staff, reason) : await resumeSupplier(tx, supplier);
            if (!changed) throw new Refused(`There is no supplier ${supplier} in the registry.`);
          });
          session.show({ supplier, state: state === 'pause' ? 'stopped' : 'open' }, () => [
            `${supplier} is ${state === 'pause' ? 'stopped: its payments wait' : 'open again'}.`,
          ]);
        }),
      );
  }
  return noun;
}
