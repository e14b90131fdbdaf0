import { tolem } from '../../src/cli/tolem';
import { fences, PAGES, page, prose } from './markdown';

/** Every `tolem <noun> [<verb>] … --option …` that a page types, in a block or in a sentence. */
const commands = [...new Set(PAGES.flatMap((path) => [...inFences(page(path)), ...inSentences(prose(page(path)))]))];

function inFences(text: string): string[] {
  const lines = fences(text).flatMap((fence) => fence.text.split('\n'));
  return lines.flatMap((line) => /(?:^|\s)tolem (--)?(?=[a-z])([^#]*)/.exec(line)?.slice(1).join('').trim() ?? []);
}

/** An option in a code span of its own belongs to the command before it on the line: "`tolem payment list --day …`, `--status -115`". */
function inSentences(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    let last = '';
    return [...line.matchAll(/`([^`]+)`/g)].flatMap(([, span = '']) => {
      const typed = /^(?:npx )?tolem ((?:--)?[a-z].*)$/.exec(span)?.[1];
      if (typed) last = typed.split(' --')[0] ?? typed;
      if (typed) return typed;
      return last && /^--[a-z]/.test(span) ? `${last} ${span}` : [];
    });
  });
}

async function help(words: readonly string[]): Promise<string> {
  let said = '';
  const io = {
    out: (text: string) => {
      said += text;
    },
    err: () => {},
    environment: {},
    secret: async () => '',
  };
  await tolem([...words, '--help'], io);
  return said;
}

test('the pages mention the CLI at all', () => {
  expect(commands.length).toBeGreaterThan(40);
});

test.each(commands)('tolem %s', async (words) => {
  const [noun = '', second = ''] = words.split(' ');
  if (noun.startsWith('--')) return expect(await help([])).toContain(noun);
  const root = await help([noun]);
  expect(root).toMatch(new RegExp(`^Usage: tolem ${noun}\\b`));
  const isGroup = root.includes('\nCommands:');
  // "tolem payment" alone, or with an option of the noun.
  const isVerb = isGroup && /^[a-z]/.test(second);
  const said = isVerb ? await help([noun, second]) : root;
  expect(said).toMatch(new RegExp(`^Usage: tolem ${noun}${isVerb ? ` ${second}` : ''}( |$)`, 'm'));
  for (const [option] of words.matchAll(/--[a-z][a-z-]*/g)) expect(said).toMatch(new RegExp(`${option}\\b`));
});
