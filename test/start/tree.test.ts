import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** What ARCHITECTURE shows of src/: `folder/`, `folder/below/` and the files at its top, each with its line. */
function shown(): Map<string, string> {
  const text = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const block = /```\nsrc\/\n([\s\S]*?)\ntest\/ /.exec(text)?.[1] ?? '';
  const found = new Map<string, string>();
  let room = '';
  for (const line of block.split('\n')) {
    const [, indent = '', name = '', words = ''] = /^( +)(\S+)\s*(.*)$/.exec(line) ?? [];
    const below = indent.length > 2;
    if (!below) room = name;
    found.set(below ? `${room}${name}` : name, words);
  }
  return found;
}

/** What git would show: folders two levels deep, and the files at the top. */
function onDisk(): string[] {
  const src = join(root, 'src');
  return readdirSync(src, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    const below = readdirSync(join(src, entry.name), { withFileTypes: true }).filter((each) => each.isDirectory());
    return [`${entry.name}/`, ...below.map((each) => `${entry.name}/${each.name}/`)];
  });
}

test('the tree in ARCHITECTURE is the tree on the disk, two levels deep, with a line for each folder', () => {
  const tree = shown();
  expect([...tree.keys()].sort()).toEqual(onDisk().sort());
  expect([...tree].filter(([, words]) => words.length < 10)).toEqual([]);
});
