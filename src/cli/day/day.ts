import { Command } from 'commander';
import type { Io } from '../terminal/io';
import { breaksVerb } from './breaks';
import { runVerbs } from './run';
import { showVerbs } from './show';
import { signVerbs } from './sign';

/** `tolem day …`: a supplier's bank day, its book against ours. */
export function dayCommand(io: Io): Command {
  const noun = new Command('day');
  showVerbs(noun, io);
  runVerbs(noun, io);
  breaksVerb(noun, io);
  signVerbs(noun, io);
  return noun;
}
