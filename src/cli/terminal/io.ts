import type { Readable } from 'node:stream';

/** What a command touches of the outside: two streams of text, the environment, and a way to be told a secret. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line that nobody sees: typed at a prompt, or read from a pipe. */
  readonly secret: (prompt: string) => Promise<string>;
}

const SECRET_MAX_BYTES = 4_096;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** The first line of a pipe; throws when it is longer than 4 KiB. */
export async function firstLine(input: Readable): Promise<string> {
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += chunk as string;
    if (text.includes('\n') || text.length > SECRET_MAX_BYTES) break;
  }
  if (text.length > SECRET_MAX_BYTES) throw new Error('the secret is longer than 4 KiB');
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Reads a line from a terminal without showing it. */
export function typedSecret(input: NodeJS.ReadStream, ask: (prompt: string) => void, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    ask(`${prompt}: `);
    let typed = '';
    input.setEncoding('utf8');
    input.setRawMode(true);
    const end = (how: () => void) => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      ask('\n');
      how();
    };
    const onData = (chunk: string) => {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === CTRL_D) return end(() => resolve(typed));
        if (key === CTRL_C) return end(() => reject(new Error('interrupted')));
        if (key === '\u007f' || key === '\b') typed = typed.slice(0, -1);
        else if (typed.length < SECRET_MAX_BYTES) typed += key;
      }
    };
    input.on('data', onData);
    input.resume();
  });
}
