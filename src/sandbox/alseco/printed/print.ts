import type { Element } from '../../../contracts/alseco/element';
import type { Operation } from '../../../contracts/alseco/operations';
import { SOAP_11, SOAP_12 } from '../../../wire/soap';
import { escapeXml } from '../../../wire/xml';
import { type Fault, isList, type Value } from '../value';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const NAMESPACES = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

/** An answer piece by piece in the contract's order, so that a long list is never one string. */
export function* printedAnswer(operation: Operation, result: Value): Generator<string> {
  const [soap, uri] = operation.version === '1.1' ? ['soap', SOAP_11] : ['soap12', SOAP_12];
  yield `${DECLARATION}<${soap}:Envelope xmlns:${soap}="${uri}" ${NAMESPACES}><${soap}:Body><${operation.response} xmlns="${operation.namespace}">`;
  yield* printed(operation.result, result);
  yield `</${operation.response}></${soap}:Body></${soap}:Envelope>`;
}

/** Lists row by row, what stands around them as it comes. */
function* printed(element: Element, value: Value | Iterable<Value> | undefined): Generator<string> {
  if (isList(value)) for (const row of value) yield textOf(element, row);
  else if (value === null || typeof value !== 'object' || typeof element.of === 'string') yield textOf(element, value);
  else {
    yield `<${element.name}>`;
    for (const child of element.of) yield* printed(child, value[child.name]);
    yield `</${element.name}>`;
  }
}

function textOf(element: Element, value: Value | Iterable<Value> | undefined): string {
  const { name, of, nillable } = element;
  if (typeof value === 'string') return value === '' ? `<${name} />` : `<${name}>${escapeXml(value)}</${name}>`;
  if (value === undefined || value === null) return value === null && nillable ? `<${name} xsi:nil="true" />` : '';
  if (isList(value)) return [...value].map((item) => textOf(element, item)).join('');
  if (typeof of === 'string') return '';
  return `<${name}>${of.map((child) => textOf(child, value[child.name])).join('')}</${name}>`;
}

export function printedFault(fault: Pick<Fault, 'from' | 'message'>, version: '1.1' | '1.2'): string {
  const text = escapeXml(fault.message);
  if (version === '1.2') {
    const code = fault.from === 'Client' ? 'soap12:Sender' : 'soap12:Receiver';
    return `${DECLARATION}<soap12:Envelope xmlns:soap12="${SOAP_12}" ${NAMESPACES}><soap12:Body><soap12:Fault><soap12:Code><soap12:Value>${code}</soap12:Value></soap12:Code><soap12:Reason><soap12:Text xml:lang="ru">${text}</soap12:Text></soap12:Reason></soap12:Fault></soap12:Body></soap12:Envelope>`;
  }
  return `${DECLARATION}<soap:Envelope xmlns:soap="${SOAP_11}" ${NAMESPACES}><soap:Body><soap:Fault><faultcode>soap:${fault.from}</faultcode><faultstring>${text}</faultstring><detail /></soap:Fault></soap:Body></soap:Envelope>`;
}
