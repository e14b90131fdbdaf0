import { types } from 'node:util';
import type { Language } from '../../domain/status';
import { isAway } from '../../registry/database';
import { Forgetful } from '../../registry/durability';
import { DecisionRefused, Refused } from '../../registry/staff/refused';
import { objectionInWords } from '../../staff-view/objections';
import { MISUSED, REFUSED } from './exit-codes';
import { Usage } from './globals';
import type { Io } from './io';

/** Says in one sentence what a command ended with, and answers with its exit code. */
export function complainOf(error: unknown, io: Io, language: Language): number {
  if (error instanceof Usage) {
    io.err(`${error.message}\n`);
    return MISUSED;
  }
  io.err(`${sentence(error, language)}\n`);
  return REFUSED;
}

/** SQLSTATE: a table is missing. */
const UNDEFINED_TABLE = '42P01';
/** SQLSTATE classes: who asks is not let in, or there is no such database; and what the network itself says. */
const NOT_REACHED = /^(28|3D|E[A-Z_]+$)/;

function sentence(error: unknown, language: Language): string {
  if (error instanceof DecisionRefused) return objectionInWords(error.objection, language);
  if (error instanceof Refused) return error.message;
  if (!types.isNativeError(error)) return String(error);
  const { code, message } = error as { code?: string; message: string };
  if (code === UNDEFINED_TABLE) return 'The registry has no tables yet, or older ones: start Tolem once, it brings them.';
  if (isAway(error) || error instanceof Forgetful || (code && NOT_REACHED.test(code)))
    return `The registry's database cannot be used: ${message || code}.`;
  return `Something went wrong that should not: ${message}`;
}
