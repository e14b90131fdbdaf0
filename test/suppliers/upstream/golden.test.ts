import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Prepared, prepared } from './prepared';

/**
 * One folder per sample of the document: `question.json` is what the gateway asks, `request.txt` what must leave for it,
 * `answer.json` the document's own answer, `outcome.json` what must be understood.
 */
const FOLDERS = join(__dirname, '../../golden/upstream');

let upstream: Prepared;
beforeAll(async () => {
  upstream = await prepared();
});
afterAll(() => upstream.close());

test.each(readdirSync(FOLDERS))('%s: the request leaves and the answer is understood as the document shows', async (name) => {
  const path = (file: string) => join(FOLDERS, name, file);
  const masked = (text: string) => text.replace(/RequestDate=[^&\n]+/, (date) => (name.startsWith('account-check') ? 'RequestDate=(now)' : date));
  upstream.state.answer = readFileSync(path('answer.json'), 'utf8');
  const outcome = await upstream.ask(JSON.parse(readFileSync(path('question.json'), 'utf8')));
  expect(masked(upstream.state.seen)).toBe(readFileSync(path('request.txt'), 'utf8'));
  expect(outcome).toEqual(JSON.parse(readFileSync(path('outcome.json'), 'utf8')));
});

test('every sample that a client of the Partner API reads has its folder', () => {
  expect(readdirSync(FOLDERS).length).toBe(16);
});
