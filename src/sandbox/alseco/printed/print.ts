import type { Element } from '../../../contracts/alseco/element';
import type { Operation } from '../../../contracts/alseco/operations';
import { SOAP_11, SOAP_12 } from '../../../wire/soap';
import { escapeXml } from '../../../wire/xml';
import type { Fault, Group, Value } from '../value';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const NAMESPACES = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

/** An answer piece by piece in the contract's order, so that a long list is never one string. */
export function* printedAnswer(operation: Operation, result: Value): Generator<string> {
  const [soap, uri] = operation.version === '1.1' ? ['soap', SOAP_11] : ['soap12', SOAP_12];
  yield `${DECLARATION}<${soap}:Envelope xmlns:${soap}="${uri}" ${NAMESPACES}><${soap}:Body><${operation.response} xmlns="${operation.namespace}">`;
  yield* printed(operation.result, result);
  yield `</${operation.response}></${soap}:Body></${soap}:Envelope>`;
}

function* printed(element: Element, value: Value | readonly Value[] | undefined): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) yield* printed(element, item);
    return;
  }
  if (value === undefined || value === null) {
    if (value === null && element.nillable) yield `<${element.name} xsi:nil="true" />`;
    return;
  }
  if (typeof value === 'string') {
    yield value === '' ? `<${element.name} />` : `<${element.name}>${escapeXml(value)}</${element.name}>`;
    return;
  }
  if (typeof element.of === 'string') return;
  yield `<${element.name}>`;
  for (const child of element.of) yield* printed(child, (value as Group)[child.name]);
  yield `</${element.name}>`;
}

export function printedFault(fault: Pick<Fault, 'from' | 'message'>, version: '1.1' | '1.2'): string {
  const text = escapeXml(fault.message);
  if (version === '1.2') {
    const code = fault.from === 'Client' ? 'soap12:Sender' : 'soap12:Receiver';
    return `${DECLARATION}<soap12:Envelope xmlns:soap12="${SOAP_12}" ${NAMESPACES}><soap12:Body><soap12:Fault><soap12:Code><soap12:Value>${code}</soap12:Value></soap12:Code><soap12:Reason><soap12:Text xml:lang="ru">${text}</soap12:Text></soap12:Reason></soap12:Fault></soap12:Body></soap12:Envelope>`;
  }
  return `${DECLARATION}<soap:Envelope xmlns:soap="${SOAP_11}" ${NAMESPACES}><soap:Body><soap:Fault><faultcode>soap:${fault.from}</faultcode><faultstring>${text}</faultstring><detail /></soap:Fault></soap:Body></soap:Envelope>`;
}
