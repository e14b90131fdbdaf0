import { SUCCESS } from '../../../src/domain/status';
import { localTime } from '../../../src/zone';
import type { TestAgent } from '../gateway/agent';
import type { Receiver } from './receiver';
import { type Fact, nameOf } from './registry';

const DAY_MS = 86_400_000;
const AT_ONCE = 10;

/** One line of GetPaymentsByDate, numbers as text. */
export interface Line {
  readonly TransactionId: string;
  readonly RequestId: string;
  readonly Amount: string;
  readonly StatusId: string;
}

/** GetPaymentsByDate from a day ago to an hour from now, by TransactionId. */
export async function listed(agent: TestAgent, zone: string): Promise<Map<string, Line>> {
  const at = (ms: number) => localTime(zone, new Date(ms).toISOString()).slice(0, 19).replace('T', ' ');
  const answer: unknown = await agent.ask({ RequestType: 'GetPaymentsByDate', From: at(Date.now() - DAY_MS), To: at(Date.now() + DAY_MS / 24) });
  if (!Array.isArray(answer)) throw new Error(`GetPaymentsByDate answered ${JSON.stringify(answer)}`);
  return new Map((answer as Line[]).map((line) => [line.TransactionId, line]));
}

/** Status, the last Callback taken and the line of the list say what the registry says, of each payment of the agent. */
export async function voicesThatDiffer(agent: TestAgent, zone: string, all: readonly Fact[], receiver: Pick<Receiver, 'taken'>): Promise<string[]> {
  const lines = await listed(agent, zone);
  const wrong: string[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    await Promise.all(
      all.slice(from, from + AT_ONCE).map(async (fact) => {
        const answer = await agent.ask({ RequestType: 'Status', TransactionID: fact.transaction });
        const told = receiver.taken.get(fact.transaction)?.at(-1);
        const line = lines.get(fact.transaction);
        const say = (what: string) => wrong.push(`${nameOf(fact)}: ${what}`);
        if (answer['ResponseStatus'] !== String(fact.status) || answer['RequestID'] !== fact.request) say(`Status says ${JSON.stringify(answer)}`);
        if (told?.status !== String(fact.status) || told.request !== fact.request) say(`the last Callback said ${JSON.stringify(told)}`);
        if ((line !== undefined) !== (fact.status === SUCCESS)) say(`its line is ${JSON.stringify(line)}`);
        if (line && (line.RequestId !== fact.request || line.StatusId !== '10')) say(`its line says ${JSON.stringify(line)}`);
      }),
    );
  const ours = new Set(all.map(({ transaction }) => transaction));
  for (const transaction of lines.keys())
    if (!ours.has(transaction)) wrong.push(`agent ${agent.id} has a line of ${transaction}, which is no payment of its own`);
  return wrong;
}
