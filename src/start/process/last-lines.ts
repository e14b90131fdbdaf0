import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16_384;

/** The last line of a log that says something, preferring the last error; undefined for an empty or unreadable log. */
export function lastWords(logFile: string): string | undefined {
  const lines = tail(logFile)
    .split('\n')
    .map(meaning)
    .filter((line) => line !== '');
  return lines.findLast((line) => /error|fatal|fail|refused|denied|cannot|could not|invalid|panic/i.test(line)) ?? lines.at(-1);
}

function tail(logFile: string): string {
  let file: number;
  try {
    file = openSync(logFile, 'r');
  } catch {
    return '';
  }
  try {
    const size = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Our processes log JSON: the message and the error's message are what a person reads; stack frames say nothing here. */
function meaning(line: string): string {
  if (/^\s+at /.test(line) || /^\s*[{}[\]^]*\s*$/.test(line) || /^Node\.js v/.test(line)) return '';
  try {
    const entry = JSON.parse(line) as { msg?: unknown; err?: { message?: unknown } };
    return [entry.msg, entry.err?.message].filter((part) => typeof part === 'string').join(': ');
  } catch {
    return line.trim().slice(0, 500);
  }
}
