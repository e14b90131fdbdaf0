import { type Config, readConfig } from '../config';
import { StartRefused, sentenceOf } from './refusal';
import { Tolem } from './tolem';

/**
 * `npm start`. Exit code: 0 after Ctrl-C, or with `--once` when every demo payment ended as it should; 1 otherwise;
 * 130 when interrupted before everything was up.
 */
const USAGE = 'Usage: npm start [-- --once]';
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  const [...options] = process.argv.slice(2);
  const unknown = options.filter((option) => option !== '--once');
  if (unknown.length > 0) throw new StartRefused(`Unknown option ${unknown[0]}. ${USAGE}`);
  const once = options.includes('--once');
  const tolem = new Tolem(configured(), say);
  const interrupted = onInterrupt(tolem);
  stopOnBug(tolem);
  try {
    const ended = await Promise.race([tolem.run(), interrupted]);
    if (ended === 'interrupted') return tolem.isUp && !once ? 0 : 130;
    if (once) return ended ? 0 : 1;
    await interrupted;
    return 0;
  } catch (error) {
    // Said before the orderly stop, which may take its time.
    complain(error);
    return 1;
  } finally {
    await tolem.stop();
  }
}

function configured(): Config {
  try {
    return readConfig();
  } catch (error) {
    throw new StartRefused(`The environment is not as it should be: ${sentenceOf(error)}.`);
  }
}

function complain(error: unknown): void {
  const bug = error instanceof Error && !(error instanceof StartRefused);
  process.stderr.write(`${bug ? error.stack : sentenceOf(error)}\n`);
}

/** A bug of ours must not leave processes running; a terminal that went away is no reason to stop. */
function stopOnBug(tolem: Tolem): void {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      complain(error);
      void tolem.stop().finally(() => process.exit(1));
    });
  }
}

/** The first Ctrl-C stops in order, the second at once. */
function onInterrupt(tolem: Tolem): Promise<'interrupted'> {
  return new Promise((resolve) => {
    let times = 0;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        times += 1;
        if (times === 1) {
          say('Stopping; once more to stop at once');
          resolve('interrupted');
        } else if (name === 'SIGINT') {
          tolem.kill();
          process.exit(130);
        }
      });
    }
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(error);
    process.exit(1);
  },
);
