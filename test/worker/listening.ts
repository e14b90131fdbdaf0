import pino, { type Logger } from 'pino';

/** A logger whose lines a test reads: level and words of each. */
export function listening(): { readonly logger: Logger; readonly said: Array<[string, string]> } {
  const said: Array<[string, string]> = [];
  const write = (line: string) => {
    const { level, msg } = JSON.parse(line) as { level: number; msg: string };
    said.push([pino.levels.labels[level] ?? '', msg]);
  };
  return { logger: pino({ level: 'debug' }, { write }), said };
}
