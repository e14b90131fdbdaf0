import { firstLine, typedSecret } from './terminal/io';
import { tolem } from './tolem';

/** The real thing: `tolem` on this terminal. */
const stdout = process.stdout;
// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

tolem(process.argv.slice(2), {
  out: (text) => void stdout.write(text),
  err: (text) => void process.stderr.write(text),
  // Loaded when it is asked for: the list of commands needs none of it.
  get environment() {
    return (require('../config') as typeof import('../config')).childEnvironment({});
  },
  secret: (prompt) =>
    process.stdin.isTTY ? typedSecret(process.stdin, (text) => void process.stderr.write(text), prompt) : firstLine(process.stdin),
}).then((code) => {
  process.exitCode = code;
});
