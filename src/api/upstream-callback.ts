import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Callback } from '../contracts/partner-api';
import type { RequestId } from '../domain/ids';
import { type HintLimits, hintedPayment, keepHint } from '../registry/telling/hints';
import { metrics } from '../telemetry';
import { parseJson, printJson } from '../wire/json';
import { within } from './guard/deadline';
import { noteOf } from './note';
import type { ApiParts } from './parts';
import { registerAnswer } from './registers/register-answer';

const SUPPLIER = 'upstream';
/** No payment of ours has that number. */
const UNKNOWN = 'unknown';
const MAX_CALLBACK_BYTES = 16 * 1024;
const LIMITS: HintLimits = { pauseS: 10, nudgesADay: 20 };

/**
 * The upstream's Callback carries no signature: it is a hint to ask Status now and nothing more. Whatever comes,
 * the answer is 200, so that the upstream does not repeat what we could not use.
 */
export function upstreamCallback(scope: FastifyInstance, parts: ApiParts): void {
  scope.post('/callback/upstream', { bodyLimit: MAX_CALLBACK_BYTES }, async (request, reply) => {
    const why = await within(parts.ladders.answerMs, hinted(request, parts)).catch((error: unknown) => {
      noteOf(request).err = error;
      return 'not stored';
    });
    reply.header('content-type', 'application/json; charset=utf-8');
    return reply.send(registerAnswer(why === null ? 'success' : 'error', why ?? 'accepted'));
  });
}

/** Null where the hint was stored, else in words why it was of no use. */
async function hinted(request: FastifyRequest, parts: ApiParts): Promise<string | null> {
  const note = noteOf(request);
  note.type = 'CallBack';
  const callback = readCallback(request.body);
  const number = callback?.TransactinID ?? '';
  // There TransactinID is our RequestID.
  if (!callback || !/^\d{1,18}$/.test(number)) return 'not the body of a Callback';
  note.request = number;
  const payment = await hintedPayment(parts.database, SUPPLIER, number as RequestId);
  // What is stored is printed anew: fields the document does not name stay out of the registry.
  const nudge = payment !== null && (await keepHint(parts.database, payment, printJson(z.encode(Callback, callback)), LIMITS));
  const nudged = nudge && (await parts.temporal.nudge(payment, 'the upstream sent a Callback'));
  metrics.hints.inc({ supplier: SUPPLIER, nudged: String(nudged) });
  note.why = payment === null ? UNKNOWN : nudged ? 'nudged' : 'not nudged';
  return payment === null ? UNKNOWN : null;
}

function readCallback(body: unknown): z.output<typeof Callback> | null {
  if (!Buffer.isBuffer(body)) return null;
  try {
    const read = Callback.safeDecode(parseJson(body.toString('utf8')) as z.input<typeof Callback>);
    return read.success && read.data.Message.length <= 1_000 && !read.data.Message.includes('\0') ? read.data : null;
  } catch {
    return null;
  }
}
