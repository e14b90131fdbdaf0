import { types } from 'node:util';
import { Command, CommanderError } from 'commander';
import { isAway } from '../registry/database';
import { Forgetful } from '../registry/durability';
import { Refused } from '../registry/refused';
import { agentCommand } from './agent';
import { alsecoCommand } from './alseco';
import { auditCommand } from './audit';
import { breakCommand } from './break';
import { doctorCommand } from './doctor';
import { Usage } from './globals';
import { inboxCommand } from './inbox';
import type { Io } from './io';
import { ledgerCommand } from './ledger';
import { paymentCommand } from './payment';
import { rateCommand } from './rate';
import { ruleCommand } from './rule';
import { serviceCommand } from './service';
import { staffCommand } from './staff';
import { supplierCommand } from './supplier';
import { LINE_WIDTH } from './table';
import { tolemVersion, versionCommand } from './version';

/** Exit codes: done; refused, not found or something is wrong; what was typed is not understood. */
export const DONE = 0;
export const REFUSED = 1;
export const MISUSED = 2;

const NOUNS = [
  paymentCommand,
  inboxCommand,
  breakCommand,
  agentCommand,
  serviceCommand,
  rateCommand,
  supplierCommand,
  alsecoCommand,
  ledgerCommand,
  staffCommand,
  ruleCommand,
  auditCommand,
  doctorCommand,
  versionCommand,
];

/** Runs `tolem <noun> <verb> …` and answers with its exit code; `words` are the arguments without the program. */
export async function tolem(words: readonly string[], io: Io): Promise<number> {
  const program = new Command('tolem')
    .description('operate the payment gateway')
    .version(tolemVersion())
    .option('--as <name>', 'the staff account that acts (else TOLEM_STAFF)')
    .option('--json', 'one JSON value for programs; ids and money are text in it')
    .option('--lang <language>', 'status texts in ru, kk or en', 'en')
    .option('--times-in <zone>', 'IANA zone of the times shown (else ALSECO_ZONE)');
  for (const noun of NOUNS) program.addCommand(noun(io));
  for (const command of all(program)) {
    command
      .exitOverride()
      .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: () => LINE_WIDTH, getErrHelpWidth: () => LINE_WIDTH })
      .configureHelp({ showGlobalOptions: true })
      .showHelpAfterError('(--help shows how)');
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return DONE;
  } catch (error) {
    return complained(error, io);
  }
}

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

function complained(error: unknown, io: Io): number {
  // Commander has said its sentence already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSED;
  if (error instanceof Usage) {
    io.err(`${error.message}\n`);
    return MISUSED;
  }
  io.err(`${sentence(error)}\n`);
  return REFUSED;
}

/** SQLSTATE: a table is missing. */
const UNDEFINED_TABLE = '42P01';
/** SQLSTATE classes: who asks is not let in, or there is no such database; and what the network itself says. */
const NOT_REACHED = /^(28|3D|E[A-Z_]+$)/;

function sentence(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (!types.isNativeError(error)) return String(error);
  const { code, message } = error as { code?: string; message: string };
  if (code === UNDEFINED_TABLE) return 'The registry has no tables yet, or older ones: start Tolem once, it brings them.';
  if (isAway(error) || error instanceof Forgetful || (code && NOT_REACHED.test(code)))
    return `The registry's database cannot be used: ${message || code}.`;
  return `Something went wrong that should not: ${message}`;
}
