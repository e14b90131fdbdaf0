import type { Operation, Operations } from '../../contracts/alseco/operations';
import { readXml, type XmlElement } from '../../wire/xml';

/**
 * What a live WSDL says otherwise than the rows in use (RULES C1), one sentence per difference; empty where they agree.
 * Throws where the text is no WSDL. `ALSECO_OVERRIDES` mends namespace, SOAPAction and version.
 */
export function wsdlDrift(wsdl: string, operations: Operations): readonly string[] {
  const root = readXml(wsdl, { namespaces: true });
  if (root.name !== 'definitions') throw new Error(`<${root.name}> instead of a WSDL`);
  const schemas = all(root, 'schema');
  const bindings = all(root, 'binding').flatMap((binding) => binding.children.filter((child) => child.name === 'operation'));
  return Object.values(operations).flatMap((row) => driftOf(row, schemas, bindings));
}

function driftOf(row: Operation, schemas: readonly XmlElement[], bindings: readonly XmlElement[]): string[] {
  const homes = schemas.filter((schema) => schema.children.some((child) => child.name === 'element' && attribute(child, 'name') === row.name));
  if (homes.length === 0) return [`${row.name}: not in the WSDL`];
  const home = homes.find((schema) => attribute(schema, 'targetNamespace') === row.namespace);
  if (!home)
    return [`${row.name}: in namespace ${homes.map((schema) => attribute(schema, 'targetNamespace')).join(', ')} instead of ${row.namespace}`];
  const actions = bindings
    .filter((operation) => attribute(operation, 'name') === row.name)
    .flatMap((operation) => all(operation, 'operation').map((inner) => attribute(inner, 'soapAction')));
  const fields = fieldsOf(home, row.name);
  const wanted = row.request.map((element) => element.name);
  return [
    ...(actions.length > 0 && !actions.includes(row.soapAction)
      ? [`${row.name}: SOAPAction ${actions.join(', ')} instead of ${row.soapAction}`]
      : []),
    ...(fields.join(', ') !== wanted.join(', ') ? [`${row.name}: asks for ${fields.join(', ')} instead of ${wanted.join(', ')}`] : []),
  ];
}

const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
const attribute = (element: XmlElement, name: string): string => element.attributes[name] ?? '';

function fieldsOf(schema: XmlElement, operation: string): readonly string[] {
  const element = schema.children.find((child) => child.name === 'element' && attribute(child, 'name') === operation);
  const sequence = element ? all(element, 'sequence')[0] : undefined;
  return sequence?.children.map((child) => attribute(child, 'name')) ?? [];
}
