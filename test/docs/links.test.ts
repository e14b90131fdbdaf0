import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PAGES, page, prose, ROOT } from './markdown';

/** As GitHub makes them: small letters, digits, hyphens; punctuation goes, spaces become hyphens. */
const anchor = (heading: string): string =>
  heading
    .replaceAll('`', '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsOf = (path: string): string[] => [...prose(page(path)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchor(heading));

const links = PAGES.flatMap((from) => [...prose(page(from)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => ({ from, to })));
const local = links.filter(({ to }) => !/^https?:/.test(to));

test('every relative link leads to a file or folder of the checkout', () => {
  expect(local.length).toBeGreaterThan(20);
  expect(local.filter(({ from, to }) => !existsSync(join(ROOT, dirname(from), to.split('#')[0] ?? '')))).toEqual([]);
});

test('every anchor is a heading of the page it leads to', () => {
  const lost = local.filter(({ from, to }) => {
    const [path = '', heading] = to.split('#');
    const target = path === '' ? from : relative(ROOT, join(ROOT, dirname(from), path));
    return heading !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(heading);
  });
  expect(lost).toEqual([]);
});

test('every page can be reached from README', () => {
  const reached = new Set(['README.md']);
  for (const from of reached)
    for (const { to } of local.filter((link) => link.from === from)) reached.add(join(dirname(from), to.split('#')[0] ?? ''));
  expect(PAGES.filter((path) => !reached.has(path))).toEqual([]);
});

test('every file that CONTRIBUTING names is there', () => {
  const named = [...page('docs/CONTRIBUTING.md').matchAll(/`((?:src|test|docs|matrix|bench)\/[\w./-]*|[\w.-]+\.cjs)`/g)].map(([, path = '']) => path);
  expect(new Set(named).size).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
