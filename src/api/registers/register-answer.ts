import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BAD_JSON, RegisterAnswer } from '../../contracts/partner-api';
import { parseJson, printJson } from '../../wire/json';
import { within } from '../guard/deadline';
import { noteOf } from '../note';
import { HttpRefused, messageWith, RequestRefused } from '../partner/refusal';

/** Registers 4 MiB. */
export const MAX_REGISTER_BYTES = 4 * 1024 * 1024;

/** A register that is not taken; the sentence is for the agent. */
export class RegisterRefused extends Error {
  override readonly name = 'RegisterRefused';
}

export function registerAnswer(status: 'success' | 'error', message: string): string {
  return printJson(z.encode(RegisterAnswer, { status, details: { message } }));
}

/** Answers with the document's success or error, always HTTP 200 but for what speaks HTTP. */
export async function answerRegister(
  request: FastifyRequest,
  reply: FastifyReply,
  answerMs: number,
  loaded: () => Promise<string>,
): Promise<FastifyReply> {
  const note = noteOf(request);
  reply.header('content-type', 'application/json; charset=utf-8');
  try {
    return reply.send(registerAnswer('success', await within(answerMs, loaded())));
  } catch (error) {
    if (error instanceof HttpRefused) throw error;
    if (error instanceof RegisterRefused || error instanceof RequestRefused) note.why = error.message;
    else note.err = error;
    return reply.send(registerAnswer('error', said(error)));
  }
}

function said(error: unknown): string {
  if (error instanceof RegisterRefused) return error.message;
  if (error instanceof RequestRefused) return messageWith(error.status, error.more);
  return 'Реестр не записан, повторите позже';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as JSON with exact numbers; whatever cannot be read is «Неверный формат JSON». */
export function readBody(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) throw new RegisterRefused(BAD_JSON);
  try {
    return parseJson(utf8.decode(body));
  } catch {
    throw new RegisterRefused(BAD_JSON);
  }
}

/** The value in the shape of the document; names the first field that does not fit. */
export function inShape<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const read = shape.safeDecode(value as z.input<Shape>);
  if (read.success) return read.data;
  throw malformed(read.error.issues[0]?.path.join('.') ?? '');
}

export function malformed(field: string): RegisterRefused {
  return new RegisterRefused(field === '' ? BAD_JSON : `${BAD_JSON}; поле ${field.slice(0, 100)}`);
}

const NAMED = 20;

/** `first`, and after it the differences, the first twenty by name. */
export function withDifferences(first: string, differences: readonly string[]): string {
  if (differences.length === 0) return first;
  const more = differences.length > NAMED ? `; и ещё ${differences.length - NAMED}` : '';
  return `${first}; расхождения: ${differences.slice(0, NAMED).join('; ')}${more}`;
}
