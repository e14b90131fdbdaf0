import { SaxesParser, type SaxesTagNS, type SaxesTagPlain } from 'saxes';

/** One element as read: names without prefix; text is only what stands directly in it. */
export interface XmlElement {
  readonly name: string;
  /** Empty where namespaces are not read. */
  readonly namespace: string;
  readonly children: XmlElement[];
  text: string;
  readonly nil: boolean;
  /** Attributes without a prefix, by name, where namespaces are read. */
  readonly attributes: Readonly<Record<string, string>>;
  /** xsi:type resolved, where namespaces are read. */
  readonly type: { readonly namespace: string; readonly name: string } | null;
}

export interface XmlLimits {
  readonly maxDepth: number;
  /** Characters between two tags. */
  readonly maxText: number;
}
export const XML_LIMITS: XmlLimits = { maxDepth: 32, maxText: 16 * 1024 * 1024 };

export type XmlOpening = Omit<XmlElement, 'children' | 'text'>;

export interface XmlEvents {
  open(tag: XmlOpening): void;
  text(text: string): void;
  close(): void;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Element names that would meet an object's inherited members further on. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

export interface XmlFeed {
  write(text: string): void;
  /** Throws where the document is not complete. */
  end(): void;
}

/**
 * Well-formed XML without DOCTYPE, to the given depth; anything else throws with the reason. Where `namespaces` is false, prefixes
 * are dropped unread, so that an undeclared one (`ast:` inside `als:`) does no harm.
 */
export function xmlFeed(events: XmlEvents, options: { readonly namespaces: boolean; readonly limits?: XmlLimits }): XmlFeed {
  const limits = options.limits ?? XML_LIMITS;
  let depth = 0;
  let sinceTag = 0;
  const opened: Opened = (tag) => {
    sinceTag = 0;
    if (++depth > limits.maxDepth) throw new Error(`XML deeper than ${limits.maxDepth} levels`);
    if (INHERITED.has(tag.name)) throw new Error(`element name ${tag.name}`);
    events.open(tag);
  };
  const closed = (): void => {
    sinceTag = 0;
    depth--;
    events.close();
  };
  const parser = options.namespaces ? strictParser(opened) : plainParser(opened);
  parser.on('closetag', closed);
  const said = (text: string): void => {
    if (text.length > limits.maxText) throw tooMuch(limits);
    events.text(text);
  };
  parser.on('text', said);
  parser.on('cdata', said);
  parser.on('doctype', () => {
    throw new Error('DOCTYPE is refused');
  });
  parser.on('error', (error) => {
    throw new Error(`not well-formed: ${error.message}`);
  });
  return {
    write(text) {
      sinceTag += text.length;
      parser.write(text);
      if (sinceTag > limits.maxText) throw tooMuch(limits);
    },
    end: () => void parser.close(),
  };
}

const tooMuch = (limits: XmlLimits): Error => new Error(`more than ${limits.maxText} characters between two tags`);

type Opened = (tag: XmlOpening) => void;

function strictParser(opened: Opened): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag: SaxesTagNS) => {
    const own = Object.values(tag.attributes).filter((attribute) => attribute.uri === XSI);
    const typeName = own.find((attribute) => attribute.local === 'type')?.value.trim();
    const [prefix, local] = typeName?.includes(':') ? typeName.split(':') : ['', typeName];
    const type = local === undefined ? null : { namespace: parser.resolve(prefix ?? '') ?? '', name: local };
    const bare = Object.values(tag.attributes).filter((attribute) => attribute.prefix === '' && attribute.local !== 'xmlns');
    opened({
      name: tag.local,
      namespace: tag.uri,
      nil: isTrue(own.find((attribute) => attribute.local === 'nil')?.value),
      attributes: Object.fromEntries(bare.map((attribute) => [attribute.local, attribute.value])),
      type,
    });
  });
  return parser;
}

function plainParser(opened: Opened): SaxesParser<{ xmlns: false }> {
  const parser = new SaxesParser({ xmlns: false });
  let nil = false;
  // Most elements of a long list have no attribute: told one by one they cost those nothing.
  parser.on('attribute', ({ name, value }) => {
    nil ||= /(^|:)nil$/.test(name) && isTrue(value);
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const colon = tag.name.indexOf(':');
    const opening = { name: colon < 0 ? tag.name : tag.name.slice(colon + 1), namespace: '', nil, attributes: NONE, type: null };
    nil = false;
    opened(opening);
  });
  return parser;
}

const NONE: XmlElement['attributes'] = {};
const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';

/** The whole document as a tree. Throws with the reason for anything that `xmlFeed` refuses. */
export function readXml(text: string, options: { readonly namespaces: boolean; readonly limits?: XmlLimits }): XmlElement {
  const stack: XmlElement[] = [];
  let root: XmlElement | null = null;
  const feed = xmlFeed(
    {
      open(tag) {
        const element: XmlElement = { ...tag, children: [], text: '' };
        stack.at(-1)?.children.push(element);
        root ??= element;
        stack.push(element);
      },
      text(read) {
        const top = stack.at(-1);
        if (top) top.text += read;
      },
      close: () => void stack.pop(),
    },
    options,
  );
  feed.write(text);
  feed.end();
  if (!root) throw new Error('empty document');
  return root;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text for an element or an attribute in double quotes; characters that XML 1.0 does not allow become U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
