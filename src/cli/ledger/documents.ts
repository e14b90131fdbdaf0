import type { Command } from 'commander';
import { z } from 'zod';
import { isNegative, money, negate } from '../../domain/money';
import { type KeptDocument, listDocuments } from '../../registry/ledger/bank-documents';
import { approveDocument, rejectDocument } from '../../registry/ledger/cash';
import { dayIn } from '../../zone';
import { DecisionNumber, Reason, Rows } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { shownMoney, shownTime } from '../terminal/shown';
import { verb } from '../terminal/verb';

/** `tolem ledger documents|approve|reject`: documents of our bank, each of which counts once. */
export function ledgerDocuments(io: Io, noun: Command): void {
  noun
    .command('documents')
    .description('documents of our bank as staff typed them, newest first')
    .option('--waiting', 'only second ones that wait for another person')
    .option('--limit <rows>', 'at most so many', '50')
    .action(
      verb(io, z.object({ waiting: z.boolean().optional(), limit: Rows }), async (session, { waiting, limit }) => {
        const found = (await listDocuments(session.database, waiting === true, limit)).map((row) => ({ ...row, amount: money(row.amount) }));
        session.rows(
          found,
          [
            { title: 'id', right: true, keep: true },
            { title: 'party', keep: true },
            { title: 'number', keep: true },
            { title: 'dated', keep: true },
            { title: 'sum', right: true, keep: true },
            { title: 'state', keep: true },
            { title: 'typed', keep: true },
            { title: 'by' },
            { title: 'reason' },
          ],
          (row) => [
            row.id,
            row.party,
            row.number,
            row.day,
            `${shownMoney(row.amount)} ${row.currency}`,
            row.copy > 1 ? `${row.state}, ${row.copy}` : row.state,
            shownTime(session.zone, row.at),
            row.second ? `${row.staff}, ${row.second}` : row.staff,
            row.reason,
          ],
          'There is no document.',
        );
      }),
    );
  noun
    .command('approve <document>')
    .description('agree, as the second person, that a document of the bank is a true second one: it is booked')
    .option('--reason <text>', 'what you checked')
    .action(
      verb(io, z.object({ document: DecisionNumber, reason: Reason.optional() }), async (session, { document, reason }) => {
        const today = dayIn(session.config.UPSTREAM_CONTRACT_ZONE, new Date().toISOString());
        const booked = await approveDocument(session.database, await session.actor(), document, today, reason);
        session.show({ document, state: booked.state }, () => [`Bank document ${document} is booked: ${inWords(booked)}.`]);
      }),
    );
  noun
    .command('reject <document>')
    .description('take back a second document that waits for another person')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, z.object({ document: DecisionNumber, reason: Reason }), async (session, { document, reason }) => {
        const rejected = await rejectDocument(session.database, await session.actor(), document, reason);
        session.show({ document, state: rejected.state }, () => [`Bank document ${document} is rejected: nothing was booked.`]);
      }),
    );
}

function inWords({ party, amount, currency }: KeptDocument): string {
  return `${shownMoney(isNegative(amount) ? negate(amount) : amount)} ${currency} ${isNegative(amount) ? 'to' : 'from'} ${party}`;
}
