import type { Element } from './element';
import { ASTANA_NAMESPACE, type Operation, type Operations, PAYMENTS_NAMESPACE } from './operations';

/**
 * The WSDL of both services in one document, printed from the rows. `alseco.wsdl` beside this file is its output for
 * the document's own rows; a test keeps them equal. The `soap` client and the sandbox read this same text.
 */
export function printWsdl(operations: Operations, location: string): string {
  const rows = Object.values(operations);
  const namespaces = [...new Set([PAYMENTS_NAMESPACE, ASTANA_NAMESPACE, ...rows.map((row) => row.namespace)])];
  const used = namespaces.filter((namespace) => rows.some((row) => row.namespace === namespace));
  const ports = used.flatMap((namespace, at) =>
    (['1.1', '1.2'] as const).map((version) => ({
      name: `${portName(namespace, at)}Soap${version === '1.2' ? '12' : ''}`,
      prefix: `s${at}`,
      version,
      rows: rows.filter((row) => row.namespace === namespace && row.version === version),
    })),
  );
  const filled = ports.filter((port) => port.rows.length > 0);
  return lines(
    '<?xml version="1.0" encoding="utf-8"?>',
    `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="${PAYMENTS_NAMESPACE}" ${used.map((namespace, at) => `xmlns:s${at}="${namespace}"`).join(' ')} targetNamespace="${PAYMENTS_NAMESPACE}">`,
    '  <wsdl:types>',
    ...used.map((namespace) =>
      schema(
        namespace,
        rows.filter((row) => row.namespace === namespace),
      ),
    ),
    '  </wsdl:types>',
    ...filled.flatMap((port) => port.rows.map((row) => messages(row, port.prefix))),
    ...filled.map((port) => lines(`  <wsdl:portType name="${port.name}">`, ...port.rows.map(portOperation), '  </wsdl:portType>')),
    ...filled.map((port) => binding(port.name, port.version, port.rows)),
    '  <wsdl:service name="AlsecoPaymentsService">',
    ...filled.map(({ name, version }) =>
      lines(
        `    <wsdl:port name="${name}" binding="tns:${name}">`,
        `      <${soapPrefix(version)}:address location="${location}"/>`,
        '    </wsdl:port>',
      ),
    ),
    '  </wsdl:service>',
    '</wsdl:definitions>',
    '',
  );
}

const lines = (...parts: string[]): string => parts.join('\n');
const soapPrefix = (version: Operation['version']): string => (version === '1.2' ? 'soap12' : 'soap');
const portName = (namespace: string, at: number): string =>
  namespace === PAYMENTS_NAMESPACE ? 'AlsecoPaymentsService' : namespace === ASTANA_NAMESPACE ? 'AstanaErcPaymentService' : `Service${at}`;

/** Pay and PayD answer with one element: each name is declared once. */
function schema(namespace: string, rows: readonly Operation[]): string {
  const roots = new Map<string, string>();
  for (const row of rows) {
    roots.set(row.name, root(row.name, row.request));
    roots.set(row.response, root(row.response, [row.result]));
  }
  return lines(`    <xsd:schema elementFormDefault="qualified" targetNamespace="${namespace}">`, ...roots.values(), '    </xsd:schema>');
}

const root = (name: string, children: readonly Element[]): string =>
  lines(`      <xsd:element name="${name}">`, sequence(children, '        '), '      </xsd:element>');

const sequence = (children: readonly Element[], indent: string): string =>
  lines(
    `${indent}<xsd:complexType>`,
    `${indent}  <xsd:sequence>`,
    ...children.map((child) => declared(child, `${indent}    `)),
    `${indent}  </xsd:sequence>`,
    `${indent}</xsd:complexType>`,
  );

function declared(element: Element, indent: string): string {
  const occurs = ` minOccurs="${element.optional || element.many ? 0 : 1}" maxOccurs="${element.many ? 'unbounded' : 1}"`;
  const open = `${indent}<xsd:element name="${element.name}"${occurs}${element.nillable ? ' nillable="true"' : ''}`;
  if (typeof element.of === 'string') return `${open} type="xsd:${element.typed ? 'anyType' : element.of}"/>`;
  return lines(`${open}>`, sequence(element.of, `${indent}  `), `${indent}</xsd:element>`);
}

const messages = (row: Operation, prefix: string): string =>
  lines(
    `  <wsdl:message name="${row.name}SoapIn">`,
    `    <wsdl:part name="parameters" element="${prefix}:${row.name}"/>`,
    '  </wsdl:message>',
    `  <wsdl:message name="${row.name}SoapOut">`,
    `    <wsdl:part name="parameters" element="${prefix}:${row.response}"/>`,
    '  </wsdl:message>',
  );

const portOperation = (row: Operation): string =>
  lines(
    `    <wsdl:operation name="${row.name}">`,
    `      <wsdl:input message="tns:${row.name}SoapIn"/>`,
    `      <wsdl:output message="tns:${row.name}SoapOut"/>`,
    '    </wsdl:operation>',
  );

function binding(name: string, version: Operation['version'], rows: readonly Operation[]): string {
  const prefix = soapPrefix(version);
  return lines(
    `  <wsdl:binding name="${name}" type="tns:${name}">`,
    `    <${prefix}:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>`,
    ...rows.map((row) =>
      lines(
        `    <wsdl:operation name="${row.name}">`,
        `      <${prefix}:operation soapAction="${row.soapAction}" style="document"/>`,
        `      <wsdl:input><${prefix}:body use="literal"/></wsdl:input>`,
        `      <wsdl:output><${prefix}:body use="literal"/></wsdl:output>`,
        '    </wsdl:operation>',
      ),
    ),
    '  </wsdl:binding>',
  );
}
