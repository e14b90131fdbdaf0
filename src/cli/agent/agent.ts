import { Command } from 'commander';
import { z } from 'zod';
import type { AgentId } from '../../domain/ids';
import { add, money } from '../../domain/money';
import { type Agent, type AgentBalance, agentBalance, changeAgent, findAgent, listAgents } from '../../registry/catalog/agents';
import type { Queryable } from '../../registry/database';
import { Refused } from '../../registry/staff/refused';
import { inShell, VERBS } from '../../staff-view/verb';
import { AgentNumber, Reason } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { shownMoney } from '../terminal/shown';
import { fields } from '../terminal/table';
import { verb } from '../terminal/verb';
import { agentMoney } from './money';
import { agentAdd, agentSet } from './set';

/** `tolem agent …`: who calls us by the Partner API, their access and their money. */
export function agentCommand(io: Io): Command {
  const noun = new Command('agent');
  noun
    .command('list')
    .description('all agents with their balances')
    .action(
      verb(io, z.object({}), async (session) => {
        const agents = await listAgents(session.database);
        const views = agents.map((agent) => agentView(agent, agent));
        session.rows(
          views,
          [
            { title: 'agent', right: true },
            { title: 'name' },
            { title: 'available', right: true },
            { title: 'held', right: true },
            { title: 'overdraft', right: true },
            { title: 'cur' },
            { title: 'zone' },
            { title: 'callback' },
            { title: 'paused' },
          ],
          (view) => [
            view.id,
            view.name,
            shownMoney(view.available),
            shownMoney(view.held),
            shownMoney(view.overdraft),
            view.currency,
            view.zone,
            view.callbackUrl ?? 'off',
            view.pausedReason ?? '',
          ],
          `There is no agent yet: ${inShell(VERBS.helpWith('agent', 'add'))}`,
        );
      }),
    );
  agentShow(io, noun);
  agentAdd(io, noun);
  agentSet(io, noun);
  agentMoney(io, noun);
  agentState(io, noun);
  return noun;
}

function agentShow(io: Io, noun: Command): void {
  noun
    .command('show <agent>')
    .description('one agent: contract, access, balance')
    .action(
      verb(io, z.object({ agent: AgentNumber }), async (session, { agent }) => {
        const view = agentView(await existing(session.database, agent), await balance(session.database, agent));
        session.show(view, () =>
          fields([
            ['agent', view.id],
            ['name', view.name],
            ['currency', view.currency],
            ['zone', `${view.zone} (business day: ${view.contractZone})`],
            ['available', shownMoney(view.available)],
            ['held', shownMoney(view.held)],
            ['overdraft', shownMoney(view.overdraft)],
            ['free', shownMoney(view.free)],
            ['may call from', view.allowedIps.length > 0 ? view.allowedIps.join(', ') : 'any address'],
            ['callback', view.callbackUrl ?? 'off'],
            ['paused', view.pausedReason],
          ]),
        );
      }),
    );
}

function agentState(io: Io, noun: Command): void {
  for (const state of ['pause', 'resume'] as const) {
    noun
      .command(`${state} <agent>`)
      .description(state === 'pause' ? 'refuse all its requests (-1) until it is resumed; open payments go on' : 'let it call again')
      .requiredOption('--reason <text>', 'why')
      .action(
        verb(io, z.object({ agent: AgentNumber, reason: Reason }), async (session, { agent, reason }) => {
          await session.act({ action: `agent.${state}`, subject: `agent:${agent}`, reason }, async (tx) => {
            if (!(await changeAgent(tx, agent, { pausedReason: state === 'pause' ? reason : null }))) throw unknownAgent(agent);
          });
          session.show({ id: agent, paused: state === 'pause' }, () => [`Agent ${agent} is ${state === 'pause' ? 'paused' : 'resumed'}.`]);
        }),
      );
  }
}

export const unknownAgent = (agent: string): Refused => new Refused(`There is no agent ${agent}.`);

export async function existing(database: Queryable, agent: AgentId): Promise<Agent> {
  const found = await findAgent(database, agent);
  if (!found) throw unknownAgent(agent);
  return found;
}

async function balance(database: Queryable, agent: AgentId): Promise<AgentBalance> {
  const found = await agentBalance(database, agent);
  if (!found) throw unknownAgent(agent);
  return found;
}

/** What may be shown of an agent: neither its password's hash nor its callback secret. */
function agentView(agent: Agent, { available, held, overdraft }: AgentBalance) {
  const { id, name, currency, zone, contractZone, allowedIps, callbackUrl, pausedReason } = agent;
  const amounts = { available: money(available), held: money(held), overdraft: money(overdraft), free: add(money(available), money(overdraft)) };
  return { id, name, currency, zone, contractZone, allowedIps, callbackUrl, callbackSigned: agent.callbackSecret !== null, pausedReason, ...amounts };
}
