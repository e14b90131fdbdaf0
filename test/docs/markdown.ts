import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Every page of the documentation, by its path from the checkout. */
export const PAGES = ['README.md', ...pagesUnder('docs')];

export const page = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export interface Fence {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order; one inside a list is moved to the margin. */
export function fences(text: string): Fence[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(([, margin = '', language = '', body = '']) => ({
    language,
    text: body.replaceAll(new RegExp(`^${margin}`, 'gm'), ''),
  }));
}

/** The rows of the table whose head has these titles, cells as they stand, without the head. */
export function tableOf(text: string, ...titles: readonly string[]): string[][] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('|') && cells(line).join('|') === titles.join('|'));
  if (at < 0) throw new Error(`no table with the columns ${titles.join(', ')}`);
  const rest = lines.slice(at + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? rest.length : end).map(cells);
}

/** A `code span` without its marks. */
export const plain = (cell: string): string => cell.replaceAll('`', '');

/** A page without its fenced blocks: what is read as prose. */
export const prose = (text: string): string => text.replaceAll(/^( *)```\w*\n[\s\S]*?^\1```$/gm, '');

const cells = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

function pagesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return pagesUnder(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
