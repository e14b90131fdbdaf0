import { z } from 'zod';
import { CheckBalanceAnswer } from '../../../contracts/partner-api';
import { ZERO } from '../../../domain/money';
import { printJson } from '../../../wire/json';
import { CONTRACT_CURRENCY } from '../services';
import type { Handler } from '../world';

export const checkBalance: Handler = (_form, agent, world) =>
  printJson(
    z.encode(CheckBalanceAnswer, {
      AgentID: agent.id,
      ResponseType: 'CheckBalance',
      Balances: [{ Balance: world.book.balance(agent.id, Date.now()), Overbalance: ZERO, Currency: CONTRACT_CURRENCY }],
    }),
  );
