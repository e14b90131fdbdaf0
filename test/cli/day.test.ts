import { type World, world } from './world';

const DAY = '2026-11-21';
const LETTER = '--letter 17/4 --owner operator-2 --due 2026-12-20';
let w: World;
beforeAll(async () => {
  // No Temporal is running: what could not be told is said, and nothing is lost.
  w = await world({ settings: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  for (const booking of ['901', '902', '903']) await onlyTheirs(booking);
  await onlyTheirs('904', '847076835');
});
afterAll(() => w?.close());

const onlyTheirs = (booking: string, reference = `TLM261121000000${booking}1`) =>
  w.database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, amount, theirs, effect, currency, evidence, facts, account, item)
     VALUES ('only theirs', 'alseco', $1, $2, '${DAY}', 'Asia/Almaty', 5610.18, 5610.18, 5610.18, 'KZT', 'a test',
       jsonb_build_array(jsonb_build_object('fact', 'reference', 'ours', null, 'theirs', $2::text)), '7898380', '100000000001')`,
    [booking, reference],
  );
const approve = (id: string, as: string) => w.tolem(`day approve ${id} --as ${as} --json`);

interface Signed {
  readonly id: string;
  readonly state: string;
  readonly rows: ReadonlyArray<{ readonly break: string; readonly state: string; readonly what: string | null }>;
}

test('the breaks of a day as programs read them', async () => {
  const [first, , , foreign] = await w.json<unknown[]>(`day breaks alseco ${DAY}`);
  expect(first).toEqual({
    id: '1',
    kind: 'only theirs',
    flags: [],
    state: 'open',
    reference: 'TLM2611210000009011',
    account: '7898380',
    invoice: '100000000001',
    theirs: '5610.18',
    ours: null,
    effect: '5610.18',
    payment: null,
    evidence: [{ fact: 'reference', ours: null, theirs: 'TLM2611210000009011' }],
    may: [
      { outcome: 'suspense', people: '2' },
      { outcome: 'claim', people: '2' },
      { outcome: 'assign', people: '2' },
    ],
  });
  expect(foreign).toMatchObject({ may: [{}, {}, {}, { outcome: 'other channel', people: '2' }] });
});

test('which button means what is told to a person, in three languages', async () => {
  const { out } = await w.tolem(`day breaks alseco ${DAY}`);
  expect(out).toContain('only theirs:\n  suspense (two people, one an accountant): the sum waits on suspense until it is known whose it is\n');
  expect((await w.tolem(`--lang ru day breaks alseco ${DAY}`)).out).toContain('до выяснения (двое, один из них бухгалтер): ');
  expect((await w.tolem(`--lang kk day breaks alseco ${DAY}`)).out).toContain('анықталғанша (екі адам, бірі бухгалтер): ');
  expect((await w.tolem('day breaks upstream 2026-11-21')).out).toBe('upstream 2026-11-21 has no break.\n');
});

test('one signs, another approves, and a second time nobody does', async () => {
  const { out } = await w.tolem(`day sign alseco ${DAY} --break 1 --outcome suspense --reason "asked Alseco"`);
  expect(out).toBe('Signing 1 (suspense) waits for a second person: breaks 1, sum 5610.18. tolem day approve 1 --as "…"\n');
  expect(await w.json(`day breaks alseco ${DAY}`)).toMatchObject([{ id: '1', state: 'waits', may: [] }, {}, {}, {}]);
  const same = await approve('1', 'operator-1');
  expect([same.code, same.err]).toEqual([1, 'operator-1 gave signing 1: another person must approve it.\n']);
  expect((await approve('1', 'clerk')).err).toMatch(/^clerk may not do day.approve/);
  expect(JSON.parse((await approve('1', 'operator-2')).out)).toMatchObject({ id: '1', state: 'done', rows: [{ break: '1', state: 'stands' }] });
  expect(await w.json(`day breaks alseco ${DAY} --all`)).toMatchObject([{ id: '1', state: 'signed', may: [] }, {}, {}, {}]);
  expect((await approve('1', 'operator-2')).err).toBe('Signing 1 waits for nobody any more.\n');
  const closed = await w.tolem(`--lang ru day sign alseco ${DAY} --break 1 --outcome suspense --reason "again"`);
  expect([closed.code, closed.err]).toEqual([1, 'Расхождение 1 уже закрыто (подписано): ничего не подписано.\n']);
});

test('a selection by kind: what is signed already is told row by row', async () => {
  await w.json<Signed>(`day sign alseco ${DAY} --break 2 --outcome claim ${LETTER} --reason "a letter"`);
  const all = await w.json<Signed>(`day sign alseco ${DAY} --kind only-theirs --all --outcome suspense --reason "asked Alseco"`);
  expect(all.rows.map(({ break: id, state }) => `${id} ${state}`)).toEqual(['2 refused', '3 waits', '4 waits']);
  expect(all.rows[0]?.what).toMatch(/^Break 2 is signed already, by signing 2/);
  expect((await w.tolem(`day reject ${all.id} --as operator-2 --reason "not yet"`)).out).toBe(
    'Signing 3 (suspense) is rejected: nothing was done.\n',
  );
  expect((await w.tolem('day take-back 2 --reason "a mistake"')).out).toBe('Signing 2 (claim) is taken back: what it moved has moved back.\n');
});

test.each([
  ['--break 3 --outcome accept', 'Break 3 (only theirs) cannot end as accept; it may end as: suspense, claim, assign.'],
  ['--break 3 --outcome claim', 'claim also needs: the letter’s number (--letter), who follows it up (--owner), until when (--due).'],
  ['--break 3 --outcome assign --agent 144 --transaction 5', 'Agent 144 has no payment 5.'],
  ['--break 99 --outcome suspense', `alseco ${DAY} has no break 99: nothing was signed.`],
  ['--kind duplicate --all --outcome loss', `alseco ${DAY} has no open break of the kind duplicate: nothing was signed.`],
])('refused in a sentence: %s', async (options, sentence) => {
  const { code, err } = await w.tolem(`day sign alseco ${DAY} ${options} --reason "a test"`);
  expect([code, err]).toEqual([1, `${sentence}\n`]);
});

test.each(['--outcome suspense', '--kind duplicate --outcome loss', '--break 1 --all --outcome loss', '--break 1 --outcome anything'])(
  'not understood: %s',
  async (options) => {
    expect((await w.tolem(`day sign alseco ${DAY} ${options} --reason "a test"`)).code).toBe(2);
  },
);
