import type { Command } from 'commander';
import type { z } from 'zod';
import { Globals, Usage } from './globals';
import type { Io } from './io';
import { openSession, type Session } from './session';

/**
 * Makes a commander action of a verb: reads arguments and options by one shape (arguments by their names), opens the
 * session, does the work and closes it again, whatever happens.
 */
export function verb<S extends z.ZodType>(io: Io, shape: S, work: (session: Session, asked: z.output<S>) => Promise<void>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const globals = parsed(Globals, command.optsWithGlobals());
    const named = command.registeredArguments.map((argument, at) => [argument.name(), command.processedArgs[at]] as const);
    const asked = parsed(shape, { ...command.opts(), ...Object.fromEntries(named) });
    const session = openSession(io, globals);
    try {
      await work(session, asked);
    } finally {
      await session.close();
    }
  };
}

function parsed<S extends z.ZodType>(shape: S, given: unknown): z.output<S> {
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const name = issue?.path.join('.') ?? '';
  throw new Usage(`${name}${name ? ': ' : ''}${issue?.message ?? 'not understood'}`);
}
