import { Command, CommanderError } from 'commander';
import type { Language } from '../domain/status';
import { NOUNS, type Noun } from './nouns';
import { DONE, MISUSED } from './terminal/exit-codes';
import type { Io } from './terminal/io';
import { LINE_WIDTH } from './terminal/table';
import { tolemVersion } from './terminal/version';

/** Runs `tolem <noun> <verb> …` and answers with its exit code; `words` are the arguments without the program. */
export async function tolem(words: readonly string[], io: Io): Promise<number> {
  const program = new Command('tolem')
    .description('operate the payment gateway')
    .version(tolemVersion())
    .option('--as <name>', 'the staff account that acts (else TOLEM_STAFF)')
    .option('--json', 'one JSON value for programs; ids and money are text in it')
    .option('--lang <language>', 'ru, kk or en', 'en')
    .option('--times-in <zone>', 'IANA zone of the times shown (else ALSECO_ZONE)');
  for (const noun of NOUNS) program.addCommand(commandOf(noun, words, io));
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
    // Commander has said its sentence already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSED;
    return (require('./terminal/complaint') as typeof import('./terminal/complaint')).complainOf(error, io, languageOf(program));
  }
}

/** English where what was typed is no language. */
function languageOf(program: Command): Language {
  const { lang } = program.opts<{ lang: string }>();
  return lang === 'ru' || lang === 'kk' ? lang : 'en';
}

/** The noun whole where it may have been typed: its name may also be an option's value. The others are only listed. */
function commandOf({ name, about, load }: Noun, words: readonly string[], io: Io): Command {
  return (words.includes(name) ? load()(io) : new Command(name)).description(about);
}

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
