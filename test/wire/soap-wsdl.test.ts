import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element } from '../../src/contracts/alseco/element';
import { ASTANA_NAMESPACE, OPERATION_NAMES, OPERATIONS, PAYMENTS_NAMESPACE } from '../../src/contracts/alseco/operations';
import { readOffer } from '../../src/contracts/alseco/overrides';
import { printWsdl } from '../../src/contracts/alseco/wsdl';
import { readXml, type XmlElement } from '../../src/wire/xml';

const FILE = join(__dirname, '../../src/contracts/alseco/alseco.wsdl');
const LOCATION = 'http://127.0.0.1:8181/AlsecoPaymentsService.asmx';

/** `UPDATE_GENERATED=1 npx jest test/wire/soap-wsdl` writes the file anew. */
test('alseco.wsdl is what the rows of the contract say', () => {
  const printed = printWsdl(OPERATIONS, LOCATION);
  if (process.env['UPDATE_GENERATED'] === '1') writeFileSync(FILE, printed);
  expect(readFileSync(FILE, 'utf8')).toBe(printed);
});

const wsdl = readXml(printWsdl(OPERATIONS, LOCATION), { namespaces: true });
const below = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...below(child, name)]);

test('one document holds both services, each operation once, in its namespace and SOAP version', () => {
  expect(below(wsdl, 'schema')).toHaveLength(2);
  expect(below(wsdl, 'service')).toHaveLength(1);
  expect(below(wsdl, 'port')).toHaveLength(3);
  expect(below(wsdl, 'portType').flatMap((port) => below(port, 'operation'))).toHaveLength(OPERATION_NAMES.length);
  const text = printWsdl(OPERATIONS, LOCATION);
  for (const { soapAction, name } of Object.values(OPERATIONS)) {
    expect(text).toContain(`soapAction="${soapAction}"`);
    expect(text).toContain(`<xsd:element name="${name}">`);
  }
});

test('the Astana namespace holds exactly the operations that the document shows there', () => {
  const astana = OPERATION_NAMES.filter((name) => OPERATIONS[name].namespace === ASTANA_NAMESPACE);
  expect(astana).toEqual(['GetAccountInfo', 'GetPrintedInvoice', 'GetReport108e', 'GetNotMovedPays', 'GetBankDayChecks']);
  expect(
    OPERATION_NAMES.filter((name) => OPERATIONS[name].namespace !== ASTANA_NAMESPACE).every(
      (name) => OPERATIONS[name].namespace === PAYMENTS_NAMESPACE,
    ),
  ).toBe(true);
  expect(OPERATION_NAMES.filter((name) => OPERATIONS[name].version === '1.2')).toEqual(['GetAccountInfo']);
});

test('a request of the document has its elements in the schema in the same order', () => {
  const text = printWsdl(OPERATIONS, LOCATION);
  const declared = (of: readonly Element[]): string[] =>
    of.flatMap((element) => [element.name, ...(typeof element.of === 'string' ? [] : declared(element.of))]);
  for (const { name, request } of Object.values(OPERATIONS)) {
    const schema = new RegExp(`<xsd:element name="${name}">([\\s\\S]*?)\\n      </xsd:element>`).exec(text)?.[1] ?? '';
    expect([...schema.matchAll(/<xsd:element name="([^"]+)"/g)].map(([, found]) => found)).toEqual(declared(request));
  }
});

describe('ALSECO_OVERRIDES', () => {
  test('a new namespace moves the SOAPAction with it; the rest stays', () => {
    const { operations } = readOffer('{"GetAccountInfo":{"namespace":"http://example.kz/x/"}}');
    expect(operations.GetAccountInfo).toMatchObject({
      namespace: 'http://example.kz/x/',
      soapAction: 'http://example.kz/x/GetAccountInfo',
      version: '1.2',
    });
    expect(operations.PayD).toEqual(OPERATIONS.PayD);
    expect(printWsdl(operations, LOCATION)).toContain('targetNamespace="http://example.kz/x/"');
  });
  test.each(['{', '{"Pay2":{}}', '{"PayD":{"version":"2.0"}}', '{"PayD":{"colour":"red"}}'])(
    '%s is refused with a sentence that names the variable',
    (json) => {
      expect(() => readOffer(json)).toThrow(/ALSECO_OVERRIDES/);
    },
  );
});
