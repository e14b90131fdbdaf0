import type { Command } from 'commander';
import { negate } from '../../domain/money';
import { findAgent } from '../../registry/catalog/agents';
import { Refused } from '../../registry/staff/refused';
import { AgentNumber } from '../terminal/arguments';
import { Cash, moveAs, withDocument } from '../terminal/cash';
import type { Io } from '../terminal/io';
import { verb } from '../terminal/verb';

const MOVES = {
  'top-up': { said: 'topped up by', what: 'book money the agent paid in', out: false },
  withdraw: { said: 'paid back', what: 'book money paid back to the agent; never more than it has', out: true },
} as const;

/** `tolem agent top-up|withdraw`: the agent's deposit at our bank. */
export function agentMoney(io: Io, noun: Command): void {
  for (const [name, { said, what, out }] of Object.entries(MOVES)) {
    withDocument(noun.command(`${name} <agent> <amount>`).description(`${what} (in the contract's currency)`)).action(
      verb(io, Cash.extend({ agent: AgentNumber }), async (session, { agent, ...cash }) => {
        const found = await findAgent(session.database, agent);
        if (!found) throw new Refused(`There is no agent ${agent}.`);
        await moveAs(session, cash, {
          action: name === 'top-up' ? 'agent.top-up' : 'agent.withdraw',
          party: `agent:${agent}`,
          amount: out ? negate(cash.amount) : cash.amount,
          currency: found.currency,
          zone: found.contractZone,
          said: `Agent ${agent} ${said}`,
          shown: { agent, amount: cash.amount },
        });
      }),
    );
  }
}
