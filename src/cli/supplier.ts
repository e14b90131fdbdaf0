import { Command } from 'commander';
import { z } from 'zod';
import { negate } from '../domain/money';
import { forgetReal, listSuppliers, pauseSupplier, resumeSupplier, slowSupplier } from '../registry/catalog/suppliers';
import type { Queryable } from '../registry/database';
import { Refused } from '../registry/staff/refused';
import { Reason, SupplierArgument } from './terminal/arguments';
import { Cash, moveAs, withDocument } from './terminal/cash';
import type { Io } from './terminal/io';
import { shownMoney, shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

const CHANGES = {
  pause: { change: pauseSupplier, what: 'send it nothing until it is resumed; its payments wait', now: 'stopped' },
  slow: { change: slowSupplier, what: 'send it few at once until it is resumed', now: 'slowed' },
  resume: { change: (tx: Queryable, supplier: string) => resumeSupplier(tx, supplier), what: 'send again', now: 'open' },
} as const;
const SAID = { stopped: 'stopped: its payments wait', slowed: 'slowed: few payments at once', open: 'open again' } as const;

/** `tolem supplier …`: the state that api and workers obey. */
export function supplierCommand(io: Io): Command {
  const noun = new Command('supplier');
  supplierList(io, noun);
  withDocument(noun.command('top-up <supplier> <amount>').description('book money of ours that was paid in at a supplier')).action(
    verb(io, Cash.extend({ supplier: SupplierArgument }), async (session, { supplier, ...cash }) => {
      await moveAs(session, cash, {
        action: 'supplier.top-up',
        party: `supplier:${supplier}`,
        amount: negate(cash.amount),
        currency: session.config.UPSTREAM_CURRENCY,
        zone: session.config.UPSTREAM_CONTRACT_ZONE,
        said: `Our deposit at ${supplier} is booked up by`,
        shown: { supplier, amount: cash.amount },
      });
    }),
  );
  for (const [name, { change, what, now }] of Object.entries(CHANGES)) {
    noun
      .command(`${name} <supplier>`)
      .description(what)
      .requiredOption('--reason <text>', 'why')
      .action(
        verb(io, z.object({ supplier: SupplierArgument, reason: Reason }), async (session, { supplier, reason }) => {
          const staff = await session.actor();
          const action = name === 'resume' ? 'supplier.resume' : 'supplier.pause';
          await session.act({ action, subject: `supplier:${supplier}`, reason }, async (tx) => {
            if (!(await change(tx, supplier, staff, reason))) throw new Refused(`There is no supplier ${supplier} in the registry.`);
          });
          session.show({ supplier, state: now }, () => [`${supplier} is ${SAID[now]}.`]);
        }),
      );
  }
  noun
    .command('forget <supplier>')
    .description('this registry, a copy, never meets the real one again: a sandbox may take its place')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, z.object({ supplier: SupplierArgument, reason: Reason }), async (session, { supplier, reason }) => {
        await session.act({ action: 'supplier.forget', subject: `supplier:${supplier}`, reason }, async (tx) => {
          if (!(await forgetReal(tx, supplier))) throw new Refused(`There is no supplier ${supplier} in the registry.`);
        });
        session.show({ supplier, realSince: null }, () => [`A sandbox may take the place of ${supplier} in this registry.`]);
      }),
    );
  return noun;
}

function supplierList(io: Io, noun: Command): void {
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
}
