import { z } from 'zod';
import { CheckBalanceAnswer } from '../../contracts/partner-api';
import { money } from '../../domain/money';
import { agentBalance } from '../../registry/catalog/agents';
import { printJson } from '../../wire/json';
import type { Answering } from './ask';

/** «Запрос Баланса»: one contract, one balance; it may be negative within the overdraft. */
export const checkBalance: Answering = async ({ agent }, { database }) => {
  const balance = await agentBalance(database, agent.id);
  if (!balance) throw new Error(`agent ${agent.id} has no balance`);
  const shown = { Balance: money(balance.available), Overbalance: money(balance.overdraft), Currency: agent.currency };
  return printJson(z.encode(CheckBalanceAnswer, { AgentID: agent.id, ResponseType: 'CheckBalance', Balances: [shown] }));
};
