import type { Command } from 'commander';
import { z } from 'zod';
import { money } from '../../domain/money';
import { findAgent } from '../../registry/catalog/agents';
import { topUp, withdraw } from '../../registry/ledger/entries';
import { Refused } from '../../registry/staff/refused';
import { dayIn } from '../../zone';
import { AgentNumber, Amount, Reason } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { shownMoney } from '../terminal/shown';
import { verb } from '../terminal/verb';

const MOVES = {
  'top-up': { move: topUp, said: 'topped up by', what: 'book money the agent paid in' },
  withdraw: { move: withdraw, said: 'paid back', what: 'book money paid back to the agent; never more than it has' },
} as const;

/** `tolem agent top-up|withdraw`: the agent's deposit at our bank. */
export function agentMoney(io: Io, noun: Command): void {
  for (const [name, { move, said, what }] of Object.entries(MOVES)) {
    const action = name === 'top-up' ? 'agent.top-up' : 'agent.withdraw';
    noun
      .command(`${name} <agent> <amount>`)
      .description(`${what} (in the contract's currency)`)
      .requiredOption('--reason <text>', 'the bank document, or why')
      .action(
        verb(io, z.object({ agent: AgentNumber, amount: Amount, reason: Reason }), async (session, { agent, amount, reason }) => {
          const staff = await session.actor();
          const moved = await session.act({ action, subject: `agent:${agent}`, reason, detail: { amount } }, async (tx) => {
            const found = await findAgent(tx, agent);
            if (!found) throw new Refused(`There is no agent ${agent}.`);
            const day = dayIn(found.contractZone, new Date().toISOString());
            const available = await move(tx, { agent, amount, currency: found.currency, day, note: `${staff}: ${reason}` });
            return { currency: found.currency, available: money(available) };
          });
          session.show({ agent, amount, ...moved }, () => [
            `Agent ${agent} ${said} ${shownMoney(amount)} ${moved.currency}; available now: ${shownMoney(moved.available)}.`,
          ]);
        }),
      );
  }
}
