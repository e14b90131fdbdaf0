import type { Command } from 'commander';
import { z } from 'zod';
import { isZero, type Money, money } from '../../domain/money';
import { findAgent } from '../../registry/catalog/agents';
import { ENTRY_WORDS, statement } from '../../registry/ledger/statement';
import { Refused } from '../../registry/staff/refused';
import { dayIn } from '../../zone';
import { AgentNumber, DayArgument, Rows } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { inZone, shownMoney, shownTime } from '../terminal/shown';
import { table } from '../terminal/table';
import { verb } from '../terminal/verb';

const Asked = z.object({ agent: AgentNumber, from: DayArgument.optional(), to: DayArgument.optional(), limit: Rows });

/** `tolem ledger statement`: an agent's money, entry by entry, with the balance after each. */
export function ledgerStatement(io: Io, noun: Command): void {
  noun
    .command('statement <agent>')
    .description("an agent's money entry by entry, in words, with the balance after each; today unless days are given")
    .option('--from <day>', 'first day of the ledger, YYYY-MM-DD')
    .option('--to <day>', 'last day, included')
    .option('--limit <rows>', 'at most so many', '1000')
    .action(
      verb(io, Asked, async (session, { agent, from, to, limit }) => {
        const found = await findAgent(session.database, agent);
        if (!found) throw new Refused(`There is no agent ${agent}.`);
        const today = dayIn(found.contractZone, new Date().toISOString());
        const first = from ?? to ?? today;
        const read = await statement(session.database, agent, first, to ?? today, limit + 1);
        const lines = read.lines.slice(0, limit).map((line) => ({
          ...line,
          words: ENTRY_WORDS[line.kind],
          available: money(line.available),
          held: money(line.held),
          availableAfter: money(line.availableAfter),
          heldAfter: money(line.heldAfter),
        }));
        const opening = { available: money(read.opening.available), held: money(read.opening.held) };
        session.show({ agent, currency: found.currency, opening, lines, more: read.lines.length > limit }, () => [
          `Agent ${agent}, ${found.currency}; before ${first}: ${shownMoney(opening.available)} available, ${shownMoney(opening.held)} on hold.`,
          ...table(
            [
              { title: 'day', keep: true },
              { title: 'at', keep: true },
              { title: 'transaction', right: true, keep: true },
              { title: 'what' },
              { title: 'available', right: true, keep: true },
              { title: 'on hold', right: true, keep: true },
              { title: 'then available', right: true, keep: true },
              { title: 'then on hold', right: true, keep: true },
            ],
            lines.map((line) => [
              line.day,
              shownTime(session.zone, line.at),
              line.transaction ?? '',
              inZone(session.zone, told(line)),
              moved(line.available),
              moved(line.held),
              shownMoney(line.availableAfter),
              shownMoney(line.heldAfter),
            ]),
          ),
          ...(read.lines.length > limit ? ['There are more (--limit, at most 1000).'] : []),
        ]);
      }),
    );
}

const told = ({ words, note, belongsTo }: { readonly words: string; readonly note: string | null; readonly belongsTo: string | null }): string =>
  `${words}${belongsTo ? `, late: of ${belongsTo}` : ''}${note ? ` (${note})` : ''}`;
const moved = (amount: Money): string => (isZero(amount) ? '' : shownMoney(amount));
