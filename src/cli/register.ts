import { Command } from 'commander';
import { z } from 'zod';
import { findAgent } from '../registry/catalog/agents';
import { REGISTER_KINDS } from '../registry/registers/register-days';
import { Refused } from '../registry/staff/refused';
import { registerDay, registerDays, registerDayView } from '../staff-view/registers';
import { SCREENS } from '../staff-view/screens';
import { TERMS } from '../staff-view/terms';
import { AgentNumber, DayArgument, Rows } from './terminal/arguments';
import type { Io } from './terminal/io';
import type { Session } from './terminal/session';
import { shownMoney, shownTime } from './terminal/shown';
import { clean, fields, LINE_WIDTH, wrapText } from './terminal/table';
import { verb } from './terminal/verb';

type View = ReturnType<typeof registerDayView>;

/** `tolem register …`: what agents reported of their days, held against ours. */
export function registerCommand(io: Io): Command {
  const noun = new Command('register');
  noun
    .command('list')
    .description('days of which a total came (PostTotalAmount), newest first, and how many payments of each kind differ')
    .option('--agent <agent>', 'of this agent only')
    .option('--limit <rows>', 'at most so many days', '20')
    .action(
      verb(io, z.object({ agent: AgentNumber.optional(), limit: Rows }), async (session, { agent, limit }) => {
        const days = await registerDays(session.database, agent ?? null, limit);
        list(
          session,
          days.map((day) => registerDayView(day, session.language)),
        );
      }),
    );
  noun
    .command('show <agent> <day>')
    .description('one business day: totals of both sides, and each payment that differs')
    .option('--limit <rows>', 'at most so many payments of each kind', '50')
    .action(
      verb(io, z.object({ agent: AgentNumber, day: DayArgument, limit: Rows }), async (session, { agent, day, limit }) => {
        if (!(await findAgent(session.database, agent))) throw new Refused(`There is no agent ${agent}.`);
        const view = registerDayView(await registerDay(session.database, agent, day, limit), session.language);
        session.show(view, () => lines(session, view));
      }),
    );
  return noun;
}

function list({ language, rows }: Session, days: readonly View[]): void {
  const { label, register } = TERMS[language];
  rows(
    days,
    [
      { title: label.agent, keep: true },
      { title: label.day, keep: true },
      { title: label.state },
      { title: register.total, right: true, keep: true },
      { title: register.ours, right: true, keep: true },
      ...REGISTER_KINDS.map((kind) => ({ title: register[kind], right: true })),
    ],
    ({ agent, day, state, total, ours, counts }) => [
      agent,
      day,
      register[state],
      total ? both(total) : '',
      both(ours),
      ...REGISTER_KINDS.map((kind) => (counts[kind] === 0 ? '' : `${counts[kind]}`)),
    ],
    SCREENS[language].noRegister({}),
  );
}

const both = ({ amount, count }: View['ours']): string => `${shownMoney(amount)} (${count})`;

function lines({ language, zone }: Session, { agent, day, state, total, lines: theirs, ours, hasRegister, counts, differences }: View): string[] {
  const { register } = TERMS[language];
  const say = SCREENS[language];
  const all = REGISTER_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  const shown = differences.filter(({ key }) => key !== 'totalOfItself' && key !== 'totalOfDay').length;
  return [
    say.registerDay({ agent, day, state: register[state] }),
    ...fields([
      [register.total, total && say.registerTotal({ ...total, amount: shownMoney(total.amount), at: total.at && shownTime(zone, total.at) })],
      [register.lines, both(theirs)],
      [register.ours, both(ours)],
      ...REGISTER_KINDS.map((kind) => [register[kind], counts[kind] === 0 ? null : `${counts[kind]}`] as const),
    ]),
    ...(hasRegister ? [] : [say.noRegisterOfMonth({})]),
    ...(differences.length > 0 ? [''] : []),
    ...differences.flatMap(({ what }) => wrapText(clean(what), LINE_WIDTH)),
    ...(shown < all ? ['', say.registerShows({ shown, all })] : []),
  ];
}
