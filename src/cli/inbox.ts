import { Command } from 'commander';
import { z } from 'zod';
import { money } from '../domain/money';
import { activityLimitMs } from '../ladders';
import { inbox } from '../staff-view/inbox';
import { Rows } from './terminal/arguments';
import type { Io } from './terminal/io';
import { inZone, shownAge, shownMoney } from './terminal/shown';
import { clean, LINE_WIDTH, table, wrapText } from './terminal/table';
import { verb } from './terminal/verb';

const INDENT = '    ';

/** `tolem inbox`: everything that needs a hand, each with the one next action. */
export function inboxCommand(io: Io): Command {
  return new Command('inbox').option('--limit <rows>', 'at most so many of a kind', '50').action(
    verb(io, z.object({ limit: Rows }), async (session, { limit }) => {
      const { ladders, config } = session;
      const stuckMs = activityLimitMs(ladders, 2) + ladders.sweepAgeMs;
      const { items, more } = await inbox(
        session.database,
        { needsStaffMs: ladders.needsStaffMs, stuckMs, lowBalance: config.UPSTREAM_LOW_BALANCE },
        limit,
      );
      const views = items.map((item) => ({ ...item, amount: item.amount === null ? null : money(item.amount) }));
      const now = Date.now();
      session.show({ items: views, more }, () => {
        if (views.length === 0) return ['Nothing needs a hand.'];
        const heads = table(
          [{ title: 'age', right: true }, { title: 'what' }, { title: 'which', keep: true }, { title: 'sum', right: true }],
          views.map((item) => [
            shownAge(item.since, now),
            item.kind,
            item.subject,
            item.amount === null ? '' : `${shownMoney(item.amount)} ${item.currency ?? ''}`.trim(),
          ]),
        );
        return [
          heads[0] ?? '',
          ...views.flatMap((item, at) => [
            heads[at + 1] ?? '',
            ...wrapText(inZone(session.zone, clean(item.what)), LINE_WIDTH - INDENT.length).map((line) => INDENT + line),
            `${INDENT}→ ${item.command}`,
          ]),
          '',
          `${views.length} in all${more.length > 0 ? `, and there is more of: ${more.join(', ')} (--limit)` : ''}.`,
        ];
      });
    }),
  );
}
