import { messageOf } from '../../domain/status';
import { LosslessNumber, parseJson, printJson } from '../../wire/json';
import { type Answer, type Asked, textOf } from '../answering';
import type { FaultOrder } from '../faults';
import type { Agent } from './entries';
import { home, readForm } from './home';
import { refusal } from './refusal';
import type { World } from './world';

const JSON_TYPE = 'application/json; charset=utf-8';
const KNOWN = /^[A-Za-z]{1,30}$/;

/** One call of /home/index. */
export function call(body: string, agent: Agent, world: World): Asked {
  const form = readForm(body);
  const type = form?.RequestType ?? '';
  return {
    operation: KNOWN.test(type) ? type : 'other',
    type: JSON_TYPE,
    // Status names a payment, whose account is known since it was booked.
    says: () => [...Object.values(form ?? {}), world.book.find(agent.id, form?.TransactionID ?? '')?.account].join('\n'),
    carryOut: () => reply(home(form, world)),
    spoil: (order, answer) => spoil(order, answer, (status) => refusal(form ?? {}, status, world.requestId())),
  };
}

/** One register of the agent. */
export const register = (operation: string, body: string, carryOut: (body: string) => string): Asked => ({
  operation,
  type: JSON_TYPE,
  says: () => body,
  carryOut: () => reply(carryOut(body)),
  spoil: (order, answer) => spoil(order, answer, (status) => printJson({ status: 'error', details: { message: messageOf(status) } })),
});

const reply = (body: Answer['body']): Answer => ({ status: 200, body });

type Fields = Record<string, unknown>;

function spoil({ fault, status = -500 }: FaultOrder, answer: Answer | null, refuse: (status: number) => string): Answer {
  if (fault === 'status' || !answer) return reply(refuse(status));
  const fields = parseJson(textOf(answer)) as Fields;
  if (fault === 'other-transaction') return reply(printJson({ ...fields, TransactinID: new LosslessNumber('999999999999999') }));
  const content = fields['TransactionContent'];
  if (typeof content !== 'object' || content === null) return answer;
  const change = fault === 'no-code' ? { Extras: null } : { Amount: new LosslessNumber('0.01') };
  return reply(printJson({ ...fields, TransactionContent: { ...content, ...change } }));
}
