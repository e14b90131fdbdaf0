import { Gathered } from '../../../src/registry/payment/gathered';

/** Groups as they went out; each is answered when the test says so. */
function asked() {
  const groups: Array<{ questions: readonly number[]; answer(): void; fail(): void }> = [];
  const gathered = new Gathered<number, string>(
    (questions) =>
      new Promise((resolve, reject) => {
        groups.push({
          questions,
          answer: () => resolve(questions.map((question) => `answer to ${question}`)),
          fail: () => reject(new Error('the database is away')),
        });
      }),
  );
  return { gathered, groups };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what comes while a group is under way goes out together as the next, each with its own answer', async () => {
  const { gathered, groups } = asked();
  const first = Promise.all([1, 2].map((question) => gathered.ask(question)));
  await settled();
  const later = Promise.all([3, 4, 3].map((question) => gathered.ask(question)));
  await settled();
  expect(groups.map(({ questions }) => questions)).toEqual([[1, 2]]);
  groups[0]?.answer();
  expect(await first).toEqual(['answer to 1', 'answer to 2']);
  await settled();
  expect(groups.map(({ questions }) => questions)).toEqual([
    [1, 2],
    [3, 4, 3],
  ]);
  groups[1]?.answer();
  expect(await later).toEqual(['answer to 3', 'answer to 4', 'answer to 3']);
});

test('an error belongs to its group and to no other', async () => {
  const { gathered, groups } = asked();
  const first = gathered.ask(1);
  await settled();
  const second = gathered.ask(2);
  groups[0]?.fail();
  await expect(first).rejects.toThrow('the database is away');
  await settled();
  groups[1]?.answer();
  expect(await second).toBe('answer to 2');
});

test('a group has a bound; the rest goes with the next', async () => {
  const { gathered, groups } = asked();
  const answers = Promise.all(Array.from({ length: 151 }, (_, question) => gathered.ask(question)));
  for (let turn = 0; turn < 2; turn++) {
    await settled();
    groups[turn]?.answer();
    await settled();
  }
  expect(groups.map(({ questions }) => questions.length)).toEqual([100, 51]);
  expect((await answers)[150]).toBe('answer to 150');
});

test('a group that hangs does not hold up those behind it', async () => {
  const { gathered, groups } = asked();
  const hanging = gathered.ask(1);
  await settled();
  const behind = gathered.ask(2);
  while (groups.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  groups[1]?.answer();
  expect(await behind).toBe('answer to 2');
  groups[0]?.answer();
  expect(await hanging).toBe('answer to 1');
});

test('fewer answers than questions are nobody’s answers', async () => {
  const gathered = new Gathered<number, number>(async () => []);
  await expect(gathered.ask(1)).rejects.toThrow('1 questions met 0 answers');
});
