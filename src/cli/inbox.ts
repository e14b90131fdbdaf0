import { Command } from 'commander';
import { z } from 'zod';
import { money } from '../domain/money';
import { activityLimitMs } from '../ladders';
import { type Inbox, inbox, itemView } from '../staff-view/inbox';
import { SCREENS } from '../staff-view/screens';
import { TERMS } from '../staff-view/terms';
import { configuredZones } from '../suppliers/configured-zones';
import { Rows } from './terminal/arguments';
import type { Io } from './terminal/io';
import type { Session } from './terminal/session';
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
        { needsStaffMs: ladders.needsStaffMs, stuckMs, lowBalance: config.UPSTREAM_LOW_BALANCE, bookZones: configuredZones(config) },
        limit,
      );
      const { language } = session;
      const views = items.map((item) => ({ ...itemView(item, language), amount: item.amount === null ? null : money(item.amount) }));
      session.show({ items: views, more }, () => lines(session, views, more));
    }),
  );
}

function lines({ language, zone }: Session, items: ReadonlyArray<ReturnType<typeof itemView>>, more: Inbox['more']): string[] {
  if (items.length === 0) return [SCREENS[language].emptyInbox({})];
  const now = Date.now();
  const { label, inbox: kinds } = TERMS[language];
  const heads = table(
    [{ title: label.age, right: true }, { title: label.what }, { title: label.which, keep: true }, { title: label.sum, right: true }],
    items.map((item) => [
      shownAge(item.since, now, language),
      kinds[item.kind],
      item.subject,
      item.amount === null ? '' : `${shownMoney(item.amount)} ${item.currency ?? ''}`.trim(),
    ]),
  );
  return [
    heads[0] ?? '',
    ...items.flatMap((item, at) => [
      heads[at + 1] ?? '',
      ...wrapText(inZone(zone, clean(item.what)), LINE_WIDTH - INDENT.length).map((line) => INDENT + line),
      `${INDENT}→ ${item.command}`,
    ]),
    '',
    SCREENS[language].inboxEnd({ count: items.length, more: more.map((kind) => kinds[kind]) }),
  ];
}
