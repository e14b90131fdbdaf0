import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { broken } from '../../matrix/mutants/mutant';
import { TABLE } from '../../matrix/mutants/table/table';

const ROOT = join(__dirname, '..', '..');

test.each(TABLE.map((mutant) => [mutant.file, mutant.was, mutant] as const))('%s still has one line with: %s', (file, _was, mutant) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  expect(broken(text, mutant)).not.toBe(text);
  expect(mutant.red.filter((each) => !existsSync(join(ROOT, each)))).toEqual([]);
  expect(mutant.red.length).toBeGreaterThan(0);
});
