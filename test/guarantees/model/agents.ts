import { compare, money } from '../../../src/domain/money';
import { localTime } from '../../../src/zone';
import { listed } from '../../support/proof/agreement';
import type { Kind } from '../../support/proof/kinds';
import { ZONE } from '../../support/proof/new-agent';
import { type Asked, balanceBounds, type Command, command, hear, type Model, type Real } from './state';

/** What an agent does. `pick` chooses among its payments. */
const chosen = (model: Readonly<Model>, pick: number): Asked => {
  const found = model.asked[pick % model.asked.length];
  if (!found) throw new RangeError('no payment to choose from');
  return found;
};
const some = ({ asked }: Readonly<Model>): boolean => asked.length > 0;

export function newlyAsked(model: Model, kind: Kind): Asked {
  const asked: Asked = { transaction: String(model.asked.length + 1), kind, ends: kind.ends, request: null, seen: null, reversing: false };
  model.asked.push(asked);
  return asked;
}

export async function askPayment(model: Model, { agent }: Real, asked: Asked): Promise<void> {
  hear(asked, await agent.pay(asked.transaction, asked.kind.fields), model);
}

export const pays = (kind: Kind): Command => command(`pays a ${kind.name}`, (model, real) => askPayment(model, real, newlyAsked(model, kind)));

export const paysMany = (kinds: readonly Kind[]): Command =>
  command(`pays at once: ${kinds.map(({ name }) => name).join(', ')}`, async (model, real) => {
    await Promise.all(kinds.map((kind) => newlyAsked(model, kind)).map((asked) => askPayment(model, real, asked)));
  });

export const paysAgain = (pick: number, copies: number): Command =>
  command(
    `pays payment ${pick} again, ${copies} at once`,
    async (model, real) => {
      const asked = chosen(model, pick);
      for (const answer of await Promise.all(Array.from({ length: copies }, () => real.agent.pay(asked.transaction, asked.kind.fields))))
        hear({ ...asked }, answer, model);
      await askPayment(model, real, asked);
    },
    some,
  );

export const paysOtherwise = (pick: number, kind: Kind): Command =>
  command(
    `pays payment ${pick} again as a ${kind.name}`,
    async (model, { agent }) => {
      const asked = chosen(model, pick);
      // A TransactionID that no payment has taken yet is free for this one.
      if (asked.request !== null) hear(asked, await agent.pay(asked.transaction, kind.fields), model);
    },
    some,
  );

export const asksStatus = (pick: number): Command =>
  command(
    `asks the status of payment ${pick}`,
    async (model, { agent }) => {
      const asked = chosen(model, pick);
      hear(asked, await agent.ask({ RequestType: 'Status', TransactionID: asked.transaction }), model);
    },
    some,
  );

export const checksAccount = (kind: Kind): Command =>
  command(`checks the account of a ${kind.name}`, async (model, { agent, world }) => {
    const fields = { RequestType: 'AccountCheck', TransactionID: String(900_000 + model.asked.length), ...kind.fields };
    const answer = await agent.ask(fields);
    if (answer['ResponseStatus'] === undefined) throw new Error(`AccountCheck answered ${JSON.stringify(answer)}`);
    const { rows } = await world.database.query('SELECT 1 FROM payments WHERE agent_id = $1 AND transaction_id >= 900000', [agent.id]);
    if (rows.length > 0) throw new Error('an AccountCheck stored a payment');
  });

export const asksBalance = command('asks the balance', async (model, { agent }) => {
  const answer = await agent.ask({ RequestType: 'CheckBalance' });
  if (model.agentPaused) return;
  const balance = money(String((answer['Balances'] as Array<Record<string, unknown>>)[0]?.['Balance']));
  const [least, most] = balanceBounds(model);
  if (compare(balance, least) < 0 || compare(balance, most) > 0) throw new Error(`the balance is ${balance}, and not between ${least} and ${most}`);
});

export const asksList = command(
  'asks the list of payments',
  async (model, { agent }) => {
    const lines = await listed(agent, ZONE);
    for (const { transaction, seen, reversing } of model.asked)
      if (seen === 10 && !reversing && !lines.has(transaction)) throw new Error(`${transaction} was told to have succeeded and is not listed`);
    for (const transaction of lines.keys()) {
      const asked = model.asked.find((each) => each.transaction === transaction);
      if (!asked || (asked.seen !== null && asked.seen < 0)) throw new Error(`${transaction} is listed, but was told ${asked?.seen}`);
    }
  },
  ({ agentPaused }) => !agentPaused,
);

export const sendsRegister = (pick: number, amount: string | null): Command =>
  command(
    `sends a register with payment ${pick}${amount ? `, its amount ${amount}` : ''}`,
    async (model, { agent, password, world }) => {
      const { transaction, kind, request } = chosen(model, pick);
      const now = localTime(ZONE, new Date().toISOString());
      const { Account, Amount, Service } = kind.fields;
      const [Year, Month] = [now.slice(0, 4), now.slice(5, 7)].map((digits) => Number.parseInt(digits, 10));
      const line = `{"TransactionId":${transaction},"RequestId":${request ?? 1},"AgentRequestCreatedOn":"${now}","Account":"${Account}","Amount":${amount ?? Amount},"ServiceId":${Service},"Year":${Year},"Month":${Month}}`;
      const answer = await fetch(`http://127.0.0.1:${world.api.port}/home/postpayments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"AgentId":${agent.id},"AgentPassword":"${password}","Transactions":[${line}]}`,
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      if (answer.status !== 200 || text.includes('"success"') === model.agentPaused)
        throw new Error(`PostPayments answered ${answer.status} ${text}`);
    },
    some,
  );
