import { escapeXml, readXml, type XmlElement } from './xml';

export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';

export interface SoapFault {
  readonly code: string;
  readonly text: string;
}

/** What stands in the Body of an answer: one element, or a fault. */
export type SoapBody = { readonly kind: 'content'; readonly content: XmlElement } | { readonly kind: 'fault'; readonly fault: SoapFault };

/** Reads an answer leniently: names count, namespaces and prefixes do not. Throws with the reason where it is no SOAP answer. */
export function readSoapAnswer(text: string): SoapBody {
  if (text.trim() === '') throw new Error('blank answer');
  const envelope = readXml(text, { namespaces: false });
  if (envelope.name !== 'Envelope') throw new Error(`<${envelope.name}> instead of a SOAP envelope`);
  const bodies = envelope.children.filter((child) => child.name === 'Body');
  const [content, ...more] = bodies[0]?.children ?? [];
  if (bodies.length !== 1 || !content || more.length > 0) throw new Error('not one element in one SOAP Body');
  return content.name === 'Fault' ? { kind: 'fault', fault: faultOf(content) } : { kind: 'content', content };
}

/** SOAP 1.1 (faultcode, faultstring) and 1.2 (Code/Value, Reason/Text). */
export function faultOf(fault: XmlElement): SoapFault {
  const at = (...path: string[]): string => {
    let found: XmlElement | undefined = fault;
    for (const name of path) found = found?.children.find((child) => child.name === name);
    return found?.text.trim() ?? '';
  };
  const code = at('faultcode') || [at('Code', 'Value'), at('Code', 'Subcode', 'Value')].filter(Boolean).join(' ');
  return { code, text: at('faultstring') || at('Reason', 'Text') };
}

/**
 * The answer as the `soap` package reads it safely: one spelling per name, no attributes (so no references to follow), no stray
 * text beside child elements, nil elements empty (a row that is nil is one that cannot be read), CDATA as plain text.
 */
export function settledEnvelope(content: XmlElement, aliases: Readonly<Record<string, string>>): string {
  const spelled = new Map(Object.entries(aliases));
  const printed = (element: XmlElement): string => {
    const name = spelled.get(element.name) ?? element.name;
    const inner = element.nil ? '' : element.children.length > 0 ? element.children.map(printed).join('') : escapeXml(element.text);
    return `<${name}>${inner}</${name}>`;
  };
  return `<soap:Envelope xmlns:soap="${SOAP_11}"><soap:Body>${printed(content)}</soap:Body></soap:Envelope>`;
}
