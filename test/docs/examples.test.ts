import { DateTime } from 'luxon';
import { isLosslessNumber, parseJson } from '../../src/wire/json';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';
import { curl, type Request } from './curl';
import { fences, page } from './markdown';

/** The pages were written on this day; today stands in for it. */
const WRITTEN = DateTime.fromISO('2026-11-22');
const ZONE = 'Asia/Almaty';

interface Example {
  readonly request: string;
  readonly answer: string;
}

const blocks = fences(page('docs/INTEGRATION.md'));
const examples: Example[] = blocks.flatMap(({ language, text }, at) => {
  const next = blocks[at + 1];
  return language === 'sh' && next?.language === 'json' ? [{ request: text, answer: next.text }] : [];
});

let world: World;
beforeAll(async () => {
  await until(
    'it is not a minute to midnight',
    () => DateTime.now().setZone(ZONE).plus({ minutes: 1 }).hasSame(DateTime.now().setZone(ZONE), 'day'),
    90_000,
  );
  world = await gateway();
}, 200_000);
afterAll(() => world?.close(), 60_000);

test('INTEGRATION shows each RequestType and both registers', () => {
  expect(examples.length).toBeGreaterThan(20);
  const types = new Set(examples.flatMap(({ request }) => /RequestType=(\w+)/.exec(request)?.[1] ?? []));
  expect([...types].sort()).toEqual([
    'AccountCheck',
    'CalculatedSum',
    'CheckBalance',
    'GetPaymentsByDate',
    'GetSettingServices',
    'Payment',
    'Status',
  ]);
});

test('every example of INTEGRATION, from top to bottom, is answered as printed', async () => {
  const today = DateTime.now().setZone(ZONE);
  /** RequestIDs as printed, and what they are here. */
  const numbers = new Map<string, string>();
  const here = (text: string): string => [...numbers].reduce((changed, [printed, real]) => changed.replaceAll(printed, real), atToday(text, today));
  for (const example of examples) {
    const request = curl(here(example.request));
    const expected = parseJson(here(example.answer));
    const read = async () => ({ request: example.request, answer: await answered(request) });
    const waits = /RequestType=Status/.test(example.request);
    const { answer } = waits
      ? await until(`${example.request} is ${statusOf(expected)}`, async () => {
          const seen = await read();
          return statusOf(seen.answer) === statusOf(expected) ? seen : null;
        })
      : await read();
    expect({ request: example.request, differences: differences(expected, answer, '') }).toEqual({ request: example.request, differences: [] });
    const [printed, real] = [numberOf(expected), numberOf(answer)];
    if (printed && real) numbers.set(printed, real);
  }
}, 120_000);

async function answered({ url, body, headers }: Request): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${world.api.port}${url.pathname}`, {
    method: 'POST',
    body,
    headers,
    signal: AbortSignal.timeout(30_000),
  });
  return parseJson(await answer.text());
}

/** In one pass: the day after the pages were written is today itself once. */
function atToday(text: string, today: DateTime): string {
  const days = new Map([0, 1].map((days) => [WRITTEN.plus({ days }).toFormat('yyyy-MM-dd'), today.plus({ days }).toFormat('yyyy-MM-dd')]));
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => days.get(day) ?? day)
    .replaceAll('"Year":2026,"Month":11', `"Year":${today.year},"Month":${today.month}`);
}

const field = (answer: unknown, name: string): string | null => {
  const value = answer && typeof answer === 'object' && !Array.isArray(answer) ? (answer as Record<string, unknown>)[name] : undefined;
  return value === undefined ? null : String(value);
};
const statusOf = (answer: unknown): string | null => field(answer, 'ResponseStatus');
const numberOf = (answer: unknown): string | null => field(answer, 'RequestID');

/** Different in every run; only their shape is compared. */
const OWN = new Set(['RequestID', 'RequestId', 'CreatedOn', 'ProcessedOn', 'Code']);
const shape = (value: unknown): string => String(value).replaceAll(/[0-9A-F]/g, '9');

/** What differs, by its path: keys and their order, numbers as text. A "…" ends a text or a list that goes on. */
function differences(expected: unknown, answer: unknown, path: string): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(answer)) return [`${path}: no list`];
    const goesOn = expected.at(-1) === '…';
    const shown = goesOn ? expected.slice(0, -1) : expected;
    if (goesOn ? answer.length <= shown.length : answer.length !== shown.length) return [`${path}: ${answer.length} instead of ${shown.length}`];
    return shown.flatMap((each, at) => differences(each, answer[at], `${path}[${at}]`));
  }
  if (expected && typeof expected === 'object' && !isLosslessNumber(expected)) {
    const [keys, found] = [Object.keys(expected), Object.keys((answer as object | null) ?? {})];
    if (keys.join() !== found.join()) return [`${path}: ${found.join()} instead of ${keys.join()}`];
    return keys.flatMap((key) => {
      const [own, other] = [(expected as Record<string, unknown>)[key], (answer as Record<string, unknown>)[key]];
      if (OWN.has(key)) return shape(own) === shape(other) ? [] : [`${path}.${key}: ${other} has another shape than ${own}`];
      return differences(own, other, `${path}.${key}`);
    });
  }
  if (typeof expected === 'string' && expected.endsWith('…')) {
    return String(answer).startsWith(expected.slice(0, -1)) ? [] : [`${path}: ${answer} does not begin as ${expected}`];
  }
  return typeof expected === typeof answer && String(expected) === String(answer) ? [] : [`${path}: ${answer} instead of ${expected}`];
}
