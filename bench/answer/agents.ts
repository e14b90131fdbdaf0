import { type AgentId, agentId } from '../../src/domain/ids';
import { money, ZERO } from '../../src/domain/money';
import { addAgent, findAgent } from '../../src/registry/catalog/agents';
import type { Database } from '../../src/registry/database';
import { topUp } from '../../src/registry/ledger/entries';
import { dayIn } from '../../src/zone';

/** What the Partner API's document gives one agent: 10–15 connections at once. */
const CONNECTIONS_PER_AGENT = 15;
const FIRST = 900_001;
const DEPOSIT = '5000000';

/** As many agents as so many connections belong to, with demo agent 144's password and contract and a deposit of their own. */
export async function agentsFor(database: Database, connections: number): Promise<AgentId[]> {
  const model = await findAgent(database, id('144'));
  if (!model) throw new Error('the demo data has no agent 144');
  const agents = Array.from({ length: Math.ceil(connections / CONNECTIONS_PER_AGENT) }, (_, at) => id(String(FIRST + at)));
  for (const agent of agents) {
    await database.transaction(async (tx) => {
      if (!(await addAgent(tx, { ...model, id: agent, name: `Benchmark agent ${agent}`, overdraft: ZERO }))) return;
      const day = dayIn(model.contractZone, new Date().toISOString());
      await topUp(tx, { agent, amount: money(DEPOSIT), currency: model.currency, day, note: 'benchmark' });
    });
  }
  return agents;
}

function id(text: string): AgentId {
  const read = agentId(text);
  if (!read) throw new RangeError(`not an agent's id: ${text}`);
  return read;
}
