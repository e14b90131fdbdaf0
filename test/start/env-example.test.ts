import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT_NAMES, readConfig } from '../../src/config';

const lines = readFileSync(join(__dirname, '..', '..', '.env.example'), 'utf8').split('\n');
const entries = lines.flatMap((line) => {
  const entry = /^([A-Z_0-9]+)=(.*)$/.exec(line);
  return entry ? [[entry[1] as string, entry[2] as string] as const] : [];
});

test('.env.example has one line for every variable, and no other', () => {
  expect(entries.map(([name]) => name).sort()).toEqual([...ENVIRONMENT_NAMES].sort());
});

test('its values are the defaults', () => {
  expect(readConfig(Object.fromEntries(entries))).toEqual(readConfig({}));
});

test('everything else in it is a comment', () => {
  expect(lines.filter((line) => line !== '' && !line.startsWith('# ') && !/^[A-Z_0-9]+=/.test(line))).toEqual([]);
});
