import { DateTime } from 'luxon';
import { z } from 'zod';
import { wireId, wireInt } from '../../contracts/numbers';
import type { Form } from '../../contracts/partner-api';
import { ExtraField } from '../../contracts/partner-api';
import { parseJson } from '../../wire/json';

const ANSWER_TIMEOUT_MS = 60_000;
const MAX_BYTES = 1_048_576;

/** What the demo needs of any answer on /home/index. */
const AgentAnswer = z.object({
  RequestID: wireId,
  ResponseStatus: wireInt,
  Message: z.string(),
  TransactionContent: z.object({ Extras: z.unknown().optional() }).nullable(),
});
export type AgentAnswer = z.infer<typeof AgentAnswer>;

/** An agent as the document describes one: forms over HTTP, answers in JSON. */
export class DemoCaller {
  /** @param zone the agent's own, in which it writes RequestDate */
  constructor(
    private readonly api: string,
    private readonly credentials: { readonly AgentID: string; readonly AgentPassword: string },
    private readonly zone: string,
  ) {}

  /** Throws, with a sentence, for anything that is not a readable answer. */
  async ask(form: Form): Promise<AgentAnswer> {
    const RequestDate = DateTime.now().setZone(this.zone).toFormat('yyyy-MM-dd HH:mm:ss');
    const answer = await fetch(`${this.api}/home/index`, {
      method: 'POST',
      body: new URLSearchParams({ ...this.credentials, Currency: 'KZT', RequestDate, ...form }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      redirect: 'error',
    });
    const text = (await answer.text()).slice(0, MAX_BYTES);
    const read = answer.ok ? AgentAnswer.safeParse(parseJson(text)) : undefined;
    if (!read?.success) throw new Error(`HTTP ${answer.status}, not an answer of the Partner API: ${text.slice(0, 200)}`);
    return read.data;
  }
}

/** The fields of AccountCheck's `Extras` list by name. */
export function extraFields(answer: AgentAnswer): Map<string, string> {
  const fields = z.array(ExtraField).safeParse(answer.TransactionContent?.Extras);
  return new Map(fields.success ? fields.data.map((field) => [field.FieldName, field.FieldValue]) : []);
}
