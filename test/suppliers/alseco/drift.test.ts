import type { Element } from '../../../src/contracts/alseco/element';
import { ASTANA_NAMESPACE, OPERATIONS, type Operation, PAYMENTS_NAMESPACE } from '../../../src/contracts/alseco/operations';
import { readOffer } from '../../../src/contracts/alseco/overrides';
import { printWsdl } from '../../../src/contracts/alseco/wsdl';
import { wsdlDrift } from '../../../src/suppliers/alseco/drift';

const LOCATION = 'http://127.0.0.1/AlsecoPaymentsService.asmx';
const ours = printWsdl(OPERATIONS, LOCATION);
const drift = (text: string, overrides?: string) => wsdlDrift(text, readOffer(overrides));

test('our own agrees with itself', () => {
  expect(drift(ours)).toEqual([]);
});

/** The same service as .NET writes it: every structure a named type, both SOAP versions bound, answers under their regular names. */
function dotNet(operations: readonly Operation[]): string {
  const schema = (namespace: string): string => {
    const rows = operations.filter((row) => row.namespace === namespace);
    const types: string[] = [];
    const typed = (element: Element, path: string): string => {
      const occurs = `minOccurs="${element.optional || element.many ? 0 : 1}" maxOccurs="${element.many ? 'unbounded' : 1}"`;
      if (element.typed) return `<s:element ${occurs} name="${element.name}"/>`;
      if (typeof element.of === 'string') return `<s:element ${occurs} name="${element.name}" type="s:${element.of}"/>`;
      const name = `${path}${element.name}`;
      types.push(`<s:complexType name="${name}"><s:sequence>${element.of.map((inner) => typed(inner, name)).join('')}</s:sequence></s:complexType>`);
      return `<s:element ${occurs} name="${element.name}" type="tns:${name}"/>`;
    };
    const root = (name: string, inner: readonly Element[]): string =>
      `<s:element name="${name}"><s:complexType><s:sequence>${inner.map((one) => typed(one, name)).join('')}</s:sequence></s:complexType></s:element>`;
    const roots = rows.flatMap((row) => [root(row.name, row.request), root(`${row.name}Response`, [{ ...row.result, name: `${row.name}Result` }])]);
    return `<s:schema targetNamespace="${namespace}">${roots.join('')}${types.join('')}</s:schema>`;
  };
  const binding = (soap: string): string =>
    `<wsdl:binding name="${soap}">${operations
      .map((row) => `<wsdl:operation name="${row.name}"><${soap}:operation soapAction="${row.soapAction}" style="document"/></wsdl:operation>`)
      .join('')}</wsdl:binding>`;
  return `<?xml version="1.0" encoding="utf-8"?><wsdl:definitions xmlns:tns="${PAYMENTS_NAMESPACE}" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"><wsdl:types>${schema(PAYMENTS_NAMESPACE)}${schema(ASTANA_NAMESPACE)}</wsdl:types>${binding('soap')}${binding('soap12')}</wsdl:definitions>`;
}

test('the WSDL that .NET would write for the same service is no difference', () => {
  expect(drift(dotNet(Object.values(OPERATIONS)))).toEqual([]);
});

describe('every difference is one sentence', () => {
  const moved = printWsdl(readOffer('{"GetAccountInfo":{"namespace":"http://www.alseco.kz/AlsecoPaymentsService/"}}').operations, LOCATION);
  test.each<[string, string, readonly (string | RegExp)[]]>([
    [
      'namespace',
      moved,
      ['GetAccountInfo: in namespace http://www.alseco.kz/AlsecoPaymentsService/ instead of http://www.alseco.kz/AstanaErcPaymentService/'],
    ],
    [
      'SOAPAction',
      ours.replaceAll('"http://www.alseco.kz/AlsecoPaymentsService/PayD"', '"urn:payd"'),
      ['PayD: SOAPAction urn:payd instead of http://www.alseco.kz/AlsecoPaymentsService/PayD'],
    ],
    ['SOAP version', ours.replaceAll('soap12:', 'soap:'), ['GetAccountInfo: served in SOAP 1.1, ours is 1.2']],
    [
      'another operation',
      ours.replaceAll('"GetBankDayChecks"', '"GetBankDayCheck"'),
      ['GetBankDayChecks: not in the WSDL', 'GetBankDayCheck: not among our operations'],
    ],
    [
      'a field of a request',
      ours.replace('name="DateBegin"', 'name="DateStart"'),
      ['getPaysInfo: asks bankCode, DateStart, DateEnd instead of bankCode, DateBegin, DateEnd'],
    ],
    [
      'the order of a request',
      ours.replace(/(<xsd:element name="DateBegin"[^>]*>)\s*(<xsd:element name="DateEnd"[^>]*>)/, '$2$1'),
      ['getPaysInfo: asks bankCode, DateEnd, DateBegin in this order, ours is bankCode, DateBegin, DateEnd'],
    ],
    [
      'the type of a request, deep inside',
      ours.replaceAll(
        'name="LastCounts" minOccurs="1" maxOccurs="1" type="xsd:decimal"',
        'name="LastCounts" minOccurs="1" maxOccurs="1" type="xsd:int"',
      ),
      [/^Pay: asks paymentDocuments: .*LastCounts as int, ours is decimal$/, /^PayD: asks/],
    ],
    [
      'one where ours are many',
      ours.replace(/(<xsd:element name="sysRefs"[\s\S]*?name="string" minOccurs="0" maxOccurs=")unbounded/, '$11'),
      ['RollbackPaymentsBySysRef: asks sysRefs: string once, ours is many times'],
    ],
    [
      'a field of an answer',
      ours.replace(/<xsd:element name="KNP"[^>]*>/, ''),
      [/^GetReport108e: answers GetReport108eResult: list: Form108eItems: DAT, .*KBE, IIN_ABON, FIO instead of DAT, .*KNP, IIN_ABON, FIO$/],
    ],
    [
      'the type of an answer',
      ours.replaceAll('name="PayDate" minOccurs="1" maxOccurs="1" type="xsd:dateTime"', 'name="PayDate" type="xsd:string"'),
      [/PayDate as string, ours is dateTime$/],
    ],
  ])('%s', (_, text, sentences) => {
    expect(drift(text)).toEqual(sentences.map((sentence) => (typeof sentence === 'string' ? sentence : expect.stringMatching(sentence))));
  });
});

test('what is overridden is held against the override', () => {
  const changed = ours.replaceAll('"http://www.alseco.kz/AlsecoPaymentsService/PayD"', '"urn:payd"');
  expect(drift(changed, '{"PayD":{"soapAction":"urn:payd"}}')).toEqual([]);
  expect(drift(ours.replaceAll('name="PayD"', 'name="PayX"'), '{"PayD":{"offered":false}}')).toEqual(['PayX: not among our operations']);
});

test('another spelling, of an operation and of its fields, is mended by an override; what is left still shows', () => {
  const respelled = ours
    .replaceAll('"getPaysInfo', '"GetPaysInfo')
    .replaceAll('AlsecoPaymentsService/getPaysInfo"', 'AlsecoPaymentsService/GetPaysInfo"')
    .replaceAll('element="s0:getPaysInfo', 'element="s0:GetPaysInfo')
    .replaceAll('"DateBegin"', '"dateBegin"')
    .replaceAll('"PayDate"', '"payDate"');
  expect(drift(respelled)).toEqual(['getPaysInfo: not in the WSDL', 'GetPaysInfo: not among our operations']);
  const names = { getPaysInfo: 'GetPaysInfo', getPaysInfoResponse: 'GetPaysInfoResponse', getPaysInfoResult: 'GetPaysInfoResult' };
  const spelling = (more: object) => JSON.stringify({ getPaysInfo: { spelling: { ...names, ...more } } });
  expect(drift(respelled, spelling({ DateBegin: 'dateBegin' }))).toEqual([
    expect.stringMatching(/^getPaysInfo: answers .*payDate instead of .*PayDate$/),
  ]);
  expect(drift(respelled, spelling({ DateBegin: 'dateBegin', PayDate: 'payDate' }))).toEqual([]);
  expect(() => readOffer('{"PayD":{"spelling":{"PaySum":"<x>"}}}')).toThrow('not the name of an element');
});

test('types that refer to each other in a circle come to an end', () => {
  const circle = dotNet(Object.values(OPERATIONS)).replace(
    '<s:complexType name="PaypaymentDocuments">',
    '<s:complexType name="Loop"><s:sequence><s:element name="again" type="tns:Loop"/></s:sequence></s:complexType><s:complexType name="PaypaymentDocuments">',
  );
  const looped = circle.replace('type="tns:PaypaymentDocuments"', 'type="tns:Loop"');
  expect(drift(looped)).toEqual(['Pay: asks paymentDocuments: again instead of PaymentDocument']);
});

test('what is no WSDL is refused', () => {
  for (const text of ['<html/>', 'not xml', '<!DOCTYPE x><x/>', '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>'])
    expect(() => drift(text)).toThrow();
});
