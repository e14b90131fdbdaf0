import type { Element, SimpleType } from '../../contracts/alseco/element';
import type { Operation, Operations } from '../../contracts/alseco/operations';
import { SOAP_11, SOAP_12 } from '../../wire/soap';
import { readXml, type XmlElement } from '../../wire/xml';
import { Fault, type Group, notRead, type Value } from './value';

export interface Asked {
  readonly operation: Operation;
  readonly request: Group;
}

/**
 * Reads a request as strictly as the contract allows: envelope version, namespaces, order and number of elements, types. A real
 * .NET service drops what is out of place without a word; here it is a fault that says why.
 */
export function readRequest(
  body: string,
  headers: { readonly soapAction: string | undefined; readonly contentType: string },
  operations: Operations,
): Asked {
  const { content, version } = readEnvelope(body);
  const operation = Object.values(operations).find((row) => row.name === content.name && row.namespace === content.namespace);
  if (!operation) throw new Fault('Client', `Server did not recognize the operation {${content.namespace}}${content.name}.`);
  if (operation.version !== version) throw new Fault('Client', `${operation.name} is served in SOAP ${operation.version}, not ${version}.`);
  const wanted = version === '1.1' ? 'text/xml' : 'application/soap+xml';
  if (!headers.contentType.toLowerCase().startsWith(wanted))
    throw new Fault('Client', `Content-Type of SOAP ${version} is ${wanted}, not ${headers.contentType}.`);
  const action = version === '1.1' ? headers.soapAction : /action="?([^";]*)/.exec(headers.contentType)?.[1];
  const said = action?.replace(/^"|"$/g, '');
  if (version === '1.1' ? said !== operation.soapAction : said !== undefined && said !== operation.soapAction) {
    throw new Fault('Client', `Server did not recognize the value of HTTP Header SOAPAction: ${said ?? ''}.`);
  }
  return { operation, request: children(content, operation.request, operation.namespace, operation.name) };
}

function readEnvelope(body: string): { content: XmlElement; version: '1.1' | '1.2' } {
  let envelope: XmlElement;
  try {
    envelope = readXml(body, { namespaces: true, limits: { maxDepth: 16, maxText: 64 * 1024 } });
  } catch (error) {
    throw notRead(error instanceof Error ? error.message : String(error));
  }
  const version = envelope.namespace === SOAP_11 ? '1.1' : envelope.namespace === SOAP_12 ? '1.2' : null;
  if (envelope.name !== 'Envelope' || !version) throw notRead('the root is no SOAP envelope');
  const parts = envelope.children.filter((child) => child.namespace === envelope.namespace && child.name !== 'Header');
  const [content, ...more] = parts[0]?.children ?? [];
  if (parts.length !== 1 || parts[0]?.name !== 'Body' || !content || more.length > 0) throw notRead('not one element in one Body');
  return { content, version };
}

function children(parent: XmlElement, declared: readonly Element[], namespace: string, path: string): Group {
  const read: Record<string, Value | Value[]> = {};
  const given = [...parent.children];
  if (parent.text.trim() !== '') throw notRead(`text in ${path}`);
  for (const element of declared) {
    const found: Value[] = [];
    while (given[0]?.name === element.name && (found.length === 0 || element.many)) {
      found.push(one(given.shift() as XmlElement, element, namespace, `${path}/${element.name}`));
    }
    if (found.length === 0 && !element.optional && !element.many) throw notRead(`${path}/${element.name} is missing or out of order`);
    const [first] = found;
    if (element.many) read[element.name] = found;
    else if (first !== undefined) read[element.name] = first;
  }
  if (given[0]) throw notRead(`${path}/${given[0].name} is unknown, repeated or out of order`);
  return read;
}

function one(given: XmlElement, element: Element, namespace: string, path: string): Value {
  if (given.namespace !== namespace) throw notRead(`${path} is in namespace "${given.namespace}" instead of "${namespace}"`);
  if (given.nil) {
    if (!element.nillable) throw notRead(`${path} may not be nil`);
    return null;
  }
  if (element.typed && (given.type?.name !== 'string' || given.type.namespace !== 'http://www.w3.org/2001/XMLSchema')) {
    throw notRead(`${path} needs xsi:type="xsd:string"`);
  }
  if (typeof element.of !== 'string') return children(given, element.of, namespace, path);
  if (given.children.length > 0) throw notRead(`${path} has children`);
  const text = element.of === 'string' ? given.text : given.text.trim();
  if (!FORMS[element.of](text)) throw notRead(`${path}: '${text.slice(0, 40)}' is not a valid ${element.of}`);
  return text;
}

const INT_MAX = 2_147_483_647n;
const FORMS: Readonly<Record<SimpleType, (text: string) => boolean>> = {
  string: () => true,
  int: (text) => /^[+-]?\d{1,12}$/.test(text) && BigInt(text.replace('+', '')) <= INT_MAX && BigInt(text.replace('+', '')) >= -INT_MAX - 1n,
  decimal: (text) => /^[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})$/.test(text),
  boolean: (text) => /^(true|false|0|1)$/.test(text),
  dateTime: (text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})?$/.test(text) && !Number.isNaN(Date.parse(text.replace(/\.\d+/, ''))),
  base64Binary: (text) => /^[A-Za-z0-9+/=\s]*$/.test(text),
};
