import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A registry runs each migration once and never again: one that is edited after its release makes new registries other than the old
 * ones. So the hash of each is golden, in the form of `sha256sum`.
 */
const FOLDER = join(__dirname, '..', '..', 'src', 'registry', 'migrations');
const GOLDEN = 'test/golden/migrations.sha256';

/** Name → SHA-256. */
type Hashes = ReadonlyMap<string, string>;

function hashesOnDisk(): Hashes {
  const names = readdirSync(FOLDER).sort();
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(FOLDER, name)))
      .digest('hex');
  return new Map(names.map((name) => [name, hashOf(name)]));
}

function goldenHashes(): Hashes {
  const lines = readFileSync(join(__dirname, '..', '..', GOLDEN), 'utf8').split('\n');
  return new Map(lines.filter((line) => line !== '').map((line): [string, string] => [line.slice(66), line.slice(0, 64)]));
}

/** What is wrong, each with what to do. */
function faults(found: Hashes, golden: Hashes): string[] {
  const edited = [...golden].flatMap(([name, hash]) => {
    const now = found.get(name);
    if (now === undefined) return [`${name} is gone: a registry that has not run it yet would miss it. Put it back.`];
    return now === hash ? [] : [`${name} was edited, and no registry that has run it will run it again. Put it back and write a new numbered file.`];
  });
  const unknown = [...found].flatMap(([name, hash]) =>
    golden.has(name) ? [] : [`${name} is new: once it is as it shall be released, add this line to ${GOLDEN}: ${hash}  ${name}`],
  );
  const names = [...found.keys()];
  const unnumbered = names
    .filter((name) => !/^\d{4}_[a-z0-9_-]+\.sql$/.test(name))
    .map((name) => `${name} is not named as a migration and never runs`);
  const twice = names.filter((name, at) => names.findIndex((each) => each.slice(0, 4) === name.slice(0, 4)) !== at);
  return [...edited, ...unknown, ...unnumbered, ...twice.map((name) => `${name} has a number that another migration has: only one of them runs`)];
}

test('no migration is edited after it was written, and a new one is kept with its hash', () => {
  expect(faults(hashesOnDisk(), goldenHashes())).toEqual([]);
});

test.each([
  ['an edited one', '0001_a.sql', 'b', /^0001_a\.sql was edited.*write a new numbered file/],
  ['a new one', '0002_b.sql', 'b', /^0002_b\.sql is new.*: b {2}0002_b\.sql$/],
  ['one whose number is taken', '0001_b.sql', 'b', /only one of them runs$/],
  ['one that is no migration by its name', 'later.sql', 'b', /never runs$/],
])('%s is told', (_, name, hash, sentence) => {
  const golden = new Map([['0001_a.sql', 'a']]);
  expect(faults(new Map([...golden, [name, hash]]), golden).filter((fault) => sentence.test(fault))).toHaveLength(1);
});

test('one that is gone is told', () => {
  expect(faults(new Map(), new Map([['0001_a.sql', 'a']]))).toEqual([expect.stringMatching(/^0001_a\.sql is gone/)]);
});
