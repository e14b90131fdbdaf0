import { Command } from 'commander';
import { z } from 'zod';
import { approveRule, askForRule, listRules, RULES, rejectRule } from '../registry/staff/rules';
import { inShell, VERBS } from '../staff-view/verb';
import { DecisionNumber, Reason } from './terminal/arguments';
import type { Io } from './terminal/io';
import { shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

const RuleArgument = z.enum(RULES, { error: `a rule is ${RULES.join(' or ')}` });
const Value = z.enum(['on', 'off'], { error: 'a rule is on or off' });

/** `tolem rule …`: what holds for all of staff; a change needs two people. */
export function ruleCommand(io: Io): Command {
  const noun = new Command('rule');
  noun
    .command('list')
    .description('each rule, since when, and the change that waits for its second person')
    .action(
      verb(io, z.object({}), async (session) => {
        session.rows(
          await listRules(session.database),
          [{ title: 'rule', keep: true }, { title: 'is', keep: true }, { title: 'since', keep: true }, { title: 'waits for a second person' }],
          ({ name, value, since, waiting }) => [
            name,
            value,
            shownTime(session.zone, since),
            waiting ? `change ${waiting.id} to ${waiting.value} by ${waiting.staff}: ${waiting.reason}` : '',
          ],
          'There is no rule.',
        );
      }),
    );
  noun
    .command('set <rule> <value>')
    .description('ask for a change; it waits for a second person. two-people: whether decisions that move money need two')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, z.object({ rule: RuleArgument, value: Value, reason: Reason }), async (session, { rule, value, reason }) => {
        const { id } = await askForRule(session.database, { staff: await session.actor(), rule, value, reason });
        session.show({ change: id, rule, value, state: 'waits' }, () => [
          `Change ${id} (${rule} ${value}) waits for a second person: ${inShell(VERBS.approveRule(id))}`,
        ]);
      }),
    );
  noun
    .command('approve <change>')
    .description('agree as the second person: never the one who asked for it')
    .option('--reason <text>', 'what you checked')
    .action(
      verb(io, z.object({ change: DecisionNumber, reason: Reason.optional() }), async (session, { change: id, reason }) => {
        const { rule, value } = await approveRule(session.database, await session.actor(), id, reason);
        session.show({ change: id, rule, value, state: 'done' }, () => [`${rule} is ${value}.`]);
      }),
    );
  noun
    .command('reject <change>')
    .description('take back a change that waits for its second person')
    .requiredOption('--reason <text>', 'why')
    .action(
      verb(io, z.object({ change: DecisionNumber, reason: Reason }), async (session, { change: id, reason }) => {
        const { rule, value } = await rejectRule(session.database, await session.actor(), id, reason);
        session.show({ change: id, rule, value, state: 'rejected' }, () => [`Change ${id} is rejected: ${rule} stays as it is.`]);
      }),
    );
  return noun;
}
