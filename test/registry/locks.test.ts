import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCKS } from '../../src/registry/locks';

const SOURCES = join(__dirname, '..', '..', 'src');
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|sql)$/.test(name));

test('no two purposes share the number of an advisory lock', () => {
  const numbers = Object.values(LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test.each(sources.filter((name) => /pg_(try_)?advisory/.test(readFileSync(join(SOURCES, name), 'utf8'))))(
  '%s locks by the table of numbers alone',
  (name) => {
    const text = readFileSync(join(SOURCES, name), 'utf8');
    const own = [...text.matchAll(/pg_(?:try_)?advisory\w*\(\s*([^,)]+)/g)].flatMap(([, number = '']) =>
      /^\$\d+$/.test(number) || (Object.values(LOCKS) as number[]).includes(Number(number.replaceAll('_', ''))) ? [] : [number],
    );
    expect(own).toEqual([]);
    if (name.endsWith('.ts')) expect(text).toContain('LOCKS.');
  },
);
