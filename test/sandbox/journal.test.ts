import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../src/sandbox/journal';

const folder = mkdtempSync(join(tmpdir(), 'tolem-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let at = 0;
let path: string;
beforeEach(() => {
  path = join(folder, `${++at}`, 'journal.jsonl');
});

function opened(): { journal: Journal<number>; entries: number[] } {
  const entries: number[] = [];
  return { journal: new Journal<number>(path, (entry) => entries.push(entry)), entries };
}
function written(...entries: number[]): void {
  const { journal } = opened();
  for (const entry of entries) journal.write(entry);
  journal.close();
}

test('what was written is read again in its order, and nothing after it was emptied', () => {
  written(1, 2, 3);
  const { journal, entries } = opened();
  expect(entries).toEqual([1, 2, 3]);
  journal.empty();
  journal.write(4);
  journal.close();
  expect(opened().entries).toEqual([4]);
});

test('a last line cut short by a kill is dropped, and the next line begins on its own', () => {
  written(1);
  appendFileSync(path, '{"is":"boo');
  written(2);
  expect(readFileSync(path, 'utf8')).toBe('1\n2\n');
});

test('a broken line that is not the last is named', () => {
  written(1);
  writeFileSync(path, '1\nnot json\n2\n');
  expect(opened).toThrow(/journal\.jsonl:2 cannot be replayed/);
});
