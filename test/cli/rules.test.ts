import { type World, world } from './world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());

const asks = (value: string, as = 'operator-1') => w.tolem(`rule set two-people ${value} --reason "the second is ill" --as ${as} --json`);
const rule = async () => (await w.json<Array<{ value: string; waiting: { id: string } | null }>>('rule list'))[0];
const audited = async () =>
  (
    await w.database.query<{ line: string }>(`SELECT staff || ' ' || action AS line FROM audit WHERE subject = 'rule:two-people' ORDER BY id`)
  ).rows.map(({ line }) => line);

test('a registry begins with two people', async () => {
  expect(await rule()).toMatchObject({ value: 'on', waiting: null });
  expect((await asks('on')).err).toBe('The rule two-people is on already.\n');
});

test('two people change the rule, the same account is never the second, and the inbox names what waits', async () => {
  const { change } = JSON.parse((await asks('off')).out) as { change: string };
  expect(await rule()).toMatchObject({ value: 'on', waiting: { id: change } });
  const { items } = await w.json<{ items: Array<{ kind: string; subject: string; command: string }> }>('inbox');
  expect(items).toMatchObject([{ kind: 'second person', subject: 'rule two-people', command: `tolem rule approve ${change} --as "…"` }]);
  expect((await asks('off', 'operator-2')).err).toContain('waits for its second person already');
  expect((await w.tolem(`rule approve ${change} --as operator-1`)).err).toBe(
    `operator-1 asked for change ${change}: another person must approve it.\n`,
  );
  expect(await rule()).toMatchObject({ value: 'on' });
  expect((await w.tolem(`rule approve ${change} --as operator-2`)).out).toBe('two-people is off.\n');
  expect(await rule()).toMatchObject({ value: 'off', waiting: null });
  expect((await w.tolem(`rule approve ${change} --as operator-2`)).err).toBe(`Change ${change} waits for nobody any more.\n`);
  expect(await audited()).toEqual(['operator-1 rule.set', 'operator-2 rule.approve']);
});

test('to switch it on again takes two as well; a change is taken back by either', async () => {
  const { change } = JSON.parse((await asks('on', 'operator-2')).out) as { change: string };
  await w.tolem(`rule reject ${change} --reason "not yet" --as operator-2`);
  expect(await rule()).toMatchObject({ value: 'off', waiting: null });
  const again = JSON.parse((await asks('on', 'operator-2')).out) as { change: string };
  await w.tolem(`rule approve ${again.change} --as operator-1`);
  expect(await rule()).toMatchObject({ value: 'on' });
});

test.each([
  ['rule set two-people off --reason "because" --as clerk', 1, 'clerk may not do rule.set'],
  ['rule set two-people perhaps --reason "because"', 2, 'a rule is on or off'],
  ['rule set three-people off --reason "because"', 2, 'a rule is two-people'],
  ['rule approve 77', 1, 'There is no change 77'],
])('`tolem %s` ends with %i', async (line, code, words) => {
  const said = await w.tolem(line);
  expect(said.code).toBe(code);
  expect(said.err).toContain(words);
});

test('not even the registry lets the one who asked be the second', async () => {
  await asks('off');
  await expect(w.database.query(`UPDATE rule_changes SET ended_at = now(), outcome = 'done', second = staff WHERE ended_at IS NULL`)).rejects.toThrow(
    'violates check constraint',
  );
});
