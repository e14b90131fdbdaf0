import { plusDays } from '../../src/domain/day';
import { dayIn } from '../../src/zone';
import { type World, world } from './world';

jest.setTimeout(60_000);

const TODAY = dayIn('Asia/Almaty', new Date().toISOString());
const back = (days: number) => plusDays(TODAY, -days);

let w: World;
beforeAll(async () => {
  // Nobody is there: the registry holds what was asked all the same.
  w = await world({ settings: { TEMPORAL_ADDRESS: '127.0.0.1:9' } });
});
afterAll(() => w?.close());

test('a day that is asked for has its row before Temporal is told, and says so where it cannot be', async () => {
  const { code, out, err } = await w.tolem(`day run alseco ${back(1)}`);
  expect([code, out]).toEqual([0, `alseco ${back(1)} is run.\n`]);
  expect(err).toContain('the day stands in the registry and is taken up when it is back');
  expect(await w.json(`day show alseco ${back(1)}`)).toMatchObject({
    supplier: 'alseco',
    day: back(1),
    state: 'open',
    currency: 'KZT',
    theirs: null,
    ours: null,
    gap: null,
    breaks: { open: 0, signed: 0, byKind: {} },
    confirmations: [],
    totals: null,
    trial: null,
  });
  const [audit] = await w.json<Array<{ staff: string; action: string }>>(`audit list --subject day:alseco:${back(1)}`);
  expect(audit).toMatchObject({ staff: 'operator-1', action: 'day.run' });
});

test('what is known of a day is shown in words, in three languages', async () => {
  await w.database.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, state, state_since, reading, read_at, theirs_count, theirs_sum, compared_at, ours_count, ours_sum,
       pairs, explained, open_count, open_sum, unexplained, waits_for)
     VALUES ('upstream', $1, 'Asia/Almaty', 'KZT', 'hand', 'ready', '2026-11-22T03:00Z', 7, '2026-11-22T02:00Z', 3, 30.5, now(), 3, 30.5, 3, 0, 0, 0, 0, 'confirmation')`,
    [back(2)],
  );
  expect((await w.tolem(`day show upstream ${back(2)}`)).out).toBe(
    [
      `upstream ${back(2)} is ready to be confirmed, since 2026-11-22 08:00:00.`,
      'It waits for the confirmation.',
      'Theirs: 3 lines, 30.5, read at 2026-11-22 07:00:00.',
      'Ours: 3 documents, 30.5; 3 pairs, 0 explained; difference 0, of it unexplained 0.',
      '',
    ].join('\n'),
  );
  expect((await w.tolem(`--lang ru day show upstream ${back(2)}`)).out).toContain('готов к подтверждению');
  expect((await w.tolem(`--lang kk day show upstream ${back(2)}`)).out).toContain('растауға дайын');
  expect((await w.tolem('day list --supplier upstream')).out).toMatch(new RegExp(`upstream +${back(2)} +ready +30\\.50?`));
  expect(await w.json('day list --state ready')).toHaveLength(1);
});

test('days of before are opened together, and what is there is left', async () => {
  const { code, out } = await w.tolem(`day backfill alseco --from ${back(4)} --to ${back(1)}`);
  expect([code, out]).toEqual([0, 'alseco: 3 days are opened, 1 were known.\n']);
  expect(await w.json<unknown[]>('day list --supplier alseco --state open')).toHaveLength(4);
});

test.each([
  [`day run alseco ${plusDays(TODAY, 1)}`, 'has not begun yet at alseco'],
  ['day run alseco 2017-10-31', 'no supplier has a book of it'],
  [`day run alseco ${TODAY} --compare-only`, 'has not ended yet: only a past day can be compared'],
  [`day run upstream ${back(2)}`, 'is ready already: compare it without effect by --compare-only'],
  [`day run nobody ${back(1)}`, 'a supplier is alseco or upstream'],
  ['day run alseco 2026-02-30', 'a day is YYYY-MM-DD'],
  [`day backfill alseco --from ${back(1)} --to ${TODAY}`, 'has not ended yet at alseco'],
  [`day backfill alseco --from ${back(200)} --to ${back(1)}`, 'At most 100 days are opened at once'],
  [`day backfill alseco --from ${back(1)} --to ${back(2)}`, `${back(2)} is before ${back(1)}`],
  [`--as clerk day run alseco ${back(1)}`, 'clerk may not do day.run'],
  [`day show alseco ${back(90)}`, `There is no bank day alseco ${back(90)} in the registry.`],
])('%s is refused in a sentence', async (line, sentence) => {
  const { code, err } = await w.tolem(line);
  expect(code).not.toBe(0);
  expect(err).toContain(sentence);
});
