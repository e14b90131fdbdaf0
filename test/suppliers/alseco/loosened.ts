import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlsecoOptions, AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import { escapeXml, readXml, type XmlElement } from '../../../src/wire/xml';
import { client } from './world';

export type Tree = { readonly name: string; readonly inner: string | readonly Tree[]; readonly nil?: true };
const UNKNOWN: Tree = { name: 'Unknown', inner: [{ name: 'State', inner: 'Success' }] };
const treeOf = ({ name, children, text }: XmlElement): Tree => ({ name, inner: children.length > 0 ? children.map(treeOf) : text.trim() });
const printed = ({ name, inner, nil }: Tree): string =>
  nil ? `<${name} xsi:nil="true" />` : `<${name}>${typeof inner === 'string' ? escapeXml(inner) : inner.map(printed).join('')}</${name}>`;

type Change = readonly [how: string, make: (tree: Tree) => readonly Tree[]];
const CHANGES: readonly Change[] = [
  ['absent', () => []],
  ['empty', ({ name }) => [{ name, inner: '' }]],
  ['nil', ({ name }) => [{ name, inner: '', nil: true }]],
  ['with an element in it', ({ name, inner }) => [{ name, inner: typeof inner === 'string' ? [UNKNOWN] : [...inner, UNKNOWN] }]],
  ['words', ({ name, inner }) => [{ name, inner: isName(inner) || TEXTS.has(name) ? inner : 'вдруг' }]],
  ['a number', ({ name, inner }) => [{ name, inner: isName(inner) ? '12' : inner }]],
  ['true', ({ name, inner }) => [{ name, inner: isName(inner) ? 'true' : inner }]],
  ['twice', (tree) => [tree, tree]],
  ['beside an unknown one', (tree) => [UNKNOWN, tree, UNKNOWN]],
];
/** Numbers of bills are text by the document: one text in the place of another cannot be told. */
const TEXTS = new Set(['InvoceId', 'InvoiceId']);
/** States, results and texts; a number has no such other form that could be told from it. */
const isName = (inner: Tree['inner']): boolean => typeof inner === 'string' && /^[A-Za-z]+$/.test(inner) && !/^(true|false)$/.test(inner);

export interface Changed {
  readonly where: string;
  readonly how: string;
  readonly tree: Tree;
}
/** Rows of a list may be missing, empty or there twice without the list telling it: only what stands in them is changed so. */
export function* changed(tree: Tree, rows: ReadonlySet<string>, at = ''): Generator<Changed> {
  if (typeof tree.inner === 'string') return;
  for (const [place, child] of tree.inner.entries()) {
    // The first row stands for those that follow it.
    if (rows.has(child.name) && tree.inner.findIndex(({ name }) => name === child.name) < place) continue;
    const where = `${at}/${child.name}`;
    const put = (to: readonly Tree[]): Tree => ({
      ...tree,
      inner: (tree.inner as readonly Tree[]).flatMap((each, n) => (n === place ? to : [each])),
    });
    for (const [how, make] of CHANGES) {
      if (rows.has(child.name) && ['absent', 'twice'].includes(how)) continue;
      yield { where, how, tree: put(make(child)) };
    }
    for (const inner of changed(child, rows, where)) yield { ...inner, tree: put([inner.tree]) };
  }
}

/** The Body of an answer as a tree whose root is the Body itself, so that the response's element is changed too. */
export function bodyOf(answer: string): Tree {
  const body = readXml(answer, { namespaces: false }).children.find(({ name }) => name === 'Body');
  if (!body) throw new Error('no Body');
  return treeOf(body);
}
export const whole = (body: Tree): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${printed({ ...body, name: 'Body' })}</soap:Envelope>`;

const GOLDEN = join(__dirname, '../../golden/alseco');
export const golden = (folder: string): string => readFileSync(join(GOLDEN, folder, 'answer.xml'), 'utf8');

export type Said = { readonly [name: string]: unknown };
export const isUnknown = (said: Said): boolean => ['unknown', 'failed', 'inconclusive', 'contradiction'].includes(String(said['kind']));

/** A client whose answers are given directly: how they travel is tested elsewhere. */
export class Told {
  /** By the envelope that was sent. */
  answers: (envelope: string) => string = () => '';
  version: '1.1' | '1.2' = '1.1';
  private readonly made: AlsecoSupplier[] = [];

  client(changes: Partial<AlsecoOptions> = {}): AlsecoSupplier {
    const alseco = client('http://127.0.0.1:1/AlsecoPaymentsService.asmx', changes);
    const { http } = alseco.connection;
    jest.spyOn(http, 'post').mockImplementation(async (call) => ({ ...this.answered(), body: Buffer.from(this.answers(call.body)) }));
    jest.spyOn(http, 'stream').mockImplementation(async (call, read) => {
      const { contentType, status } = this.answered();
      try {
        return { ...this.answered(), value: await read(once(Buffer.from(this.answers(call.body))), contentType, status) };
      } catch (error) {
        return { outcome: 'unknown', reason: String(error) };
      }
    });
    this.made.push(alseco);
    return alseco;
  }

  /** Asks with the answer whole and then with each change of it; `essence` is what decides about money, `says` a change that says something else. */
  async held(
    ask: () => Promise<Said>,
    answer: string,
    rows: readonly string[],
    essence: (said: Said) => unknown = (said) => said,
    says: (said: Said, where: string) => boolean = () => false,
  ): Promise<Said> {
    const body = bodyOf(answer);
    this.answers = () => whole(body);
    const meant = await ask();
    for (const { where, how, tree } of changed(body, new Set(rows))) {
      this.answers = () => whole(tree);
      const said = await ask();
      if (isUnknown(said) || says(said, where)) continue;
      expect({ where, how, said: essence(said) }).toEqual({ where, how, said: essence(meant) });
    }
    return meant;
  }

  async close(): Promise<void> {
    await Promise.all(this.made.map((each) => each.close()));
  }

  private answered() {
    return {
      outcome: 'answered' as const,
      status: 200,
      contentType: this.version === '1.2' ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8',
      retryAfter: null,
    };
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
