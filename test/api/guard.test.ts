import { isAllowed } from '../../src/api/guard/allow-list';
import { DeadlinePassed, within } from '../../src/api/guard/deadline';
import { PasswordCheck } from '../../src/api/guard/password-check';
import { RateLimit } from '../../src/api/guard/rate';

test.each<[string[], string, boolean]>([
  [[], '203.0.113.9', true],
  [['203.0.113.9/32'], '203.0.113.9', true],
  [['203.0.113.9'], '203.0.113.8', false],
  [['10.1.0.0/16'], '10.1.255.255', true],
  [['10.1.0.0/16'], '10.2.0.0', false],
  [['10.1.0.0/16', '192.0.2.7/32'], '192.0.2.7', true],
  [['192.0.2.0/24'], '::ffff:192.0.2.7', true],
  [['2001:db8::/32'], '2001:db8:1::5', true],
  [['2001:db8::/32'], '192.0.2.7', false],
  [['192.0.2.0/24'], 'nonsense', false],
])('an allow-list of %j and the address %s: %s', (allowed, address, expected) => {
  expect(isAllowed(allowed, address)).toBe(expected);
});

test('a rate lets so many through in a minute, tells the wait, and starts anew', () => {
  let now = 0;
  const rate = new RateLimit(3, () => now);
  expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([0, 0, 0]);
  now = 20_000;
  expect(rate.take('a')).toBe(40);
  expect(rate.take('b')).toBe(0);
  now = 60_000;
  expect(rate.take('a')).toBe(0);
});

test('a rate remembers a bounded number of keys', () => {
  const rate = new RateLimit(1, () => 0);
  for (let key = 0; key < 60_000; key++) rate.take(String(key));
  expect(rate.take('59999')).toBeGreaterThan(0);
  expect(rate.take('0')).toBe(0);
});

/** Checks that take until they are let go, and count how many run at once. */
function slowChecks() {
  const waiting: Array<() => void> = [];
  const seen = { calls: 0, atOnce: 0, most: 0 };
  const verify = async (password: string) => {
    seen.calls++;
    seen.most = Math.max(seen.most, ++seen.atOnce);
    await new Promise<void>((resolve) => waiting.push(resolve));
    seen.atOnce--;
    return password === 'right';
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const letAllGo = async (idle: () => boolean) => {
    for (let turns = 0; !idle() && turns < 10_000; turns++) {
      waiting.shift()?.();
      await turn();
    }
  };
  return { verify, seen, letAllGo };
}

test('a password is derived once: copies at once share it, and later it is remembered for minutes', async () => {
  let now = 0;
  const { verify, seen, letAllGo } = slowChecks();
  const passwords = new PasswordCheck(verify, () => now);
  const copies = Promise.all(Array.from({ length: 50 }, () => passwords.check('144', 'right', 'hash')));
  let done = false;
  void copies.then(() => {
    done = true;
  });
  await letAllGo(() => done);
  expect(new Set(await copies)).toEqual(new Set(['right']));
  expect(await passwords.check('144', 'right', 'hash')).toBe('right');
  expect(seen.calls).toBe(1);
  const mayNot = () => {
    throw new Error('derives');
  };
  expect(await passwords.check('144', 'right', 'hash', mayNot)).toBe('right');
  await expect(passwords.check('144', 'right', 'another hash', mayNot)).rejects.toThrow('derives');
  await expect(passwords.check('145', 'right', 'hash', mayNot)).rejects.toThrow('derives');
  now = 5 * 60_000;
  await expect(passwords.check('144', 'right', 'hash', mayNot)).rejects.toThrow('derives');
  expect(seen.calls).toBe(1);
});

test('two derivations run at once, more wait, and beyond the queue the answer is busy at once', async () => {
  const { verify, seen, letAllGo } = slowChecks();
  const passwords = new PasswordCheck(verify);
  let open = 0;
  const all = Array.from({ length: 100 }, (_, at) => {
    open++;
    return passwords.check('144', `wrong ${at}`, 'hash').finally(() => open--);
  });
  await letAllGo(() => open === 0);
  const verdicts = await Promise.all(all);
  expect(seen.most).toBe(2);
  expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(66);
  expect(verdicts.filter((verdict) => verdict === 'busy')).toHaveLength(34);
});

test('an unknown caller costs a derivation too and is never right', async () => {
  const hashes: string[] = [];
  const passwords = new PasswordCheck(async (_password, stored) => {
    hashes.push(stored);
    return false;
  });
  expect(await passwords.check('999', 'sandbox', null)).toBe('wrong');
  expect(hashes).toEqual([expect.stringMatching(/^scrypt\$17\$[0-9a-f]{32}\$[0-9a-f]{64}$/)]);
});

test('a deadline ends the waiting, not the work', async () => {
  await expect(within(20, new Promise(() => {}))).rejects.toBeInstanceOf(DeadlinePassed);
  expect(await within(1_000, Promise.resolve(5))).toBe(5);
});
