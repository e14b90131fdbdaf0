import type { Element } from '../../contracts/alseco/element';
import { OPERATION_NAMES, type Operation } from '../../contracts/alseco/operations';
import type { OperationOffer } from '../../contracts/alseco/overrides';
import { readXml, type XmlElement } from '../../wire/xml';
import { attribute, everywhere, Schemas, type Shape, simpleTypeOf } from './wsdl-shape';

/**
 * What a live WSDL says otherwise than the rows in use, one sentence per difference; empty where they agree: operations,
 * namespaces, SOAPActions, SOAP versions, and the fields of requests and answers with their order and types. Throws where the text
 * is no WSDL. `ALSECO_OVERRIDES` mends namespace, SOAPAction, version, spelling and what is not offered.
 */
export function wsdlDrift(wsdl: string, { operations, offers }: OperationOffer): readonly string[] {
  const root = readXml(wsdl, { namespaces: true });
  if (root.name !== 'definitions') throw new Error(`<${root.name}> instead of a WSDL`);
  const schemas = new Schemas(root);
  const bindings = everywhere(root, 'binding').flatMap((binding) => binding.children.filter((inner) => inner.name === 'operation'));
  if (bindings.length === 0) throw new Error('it names no operation');
  const known: readonly string[] = OPERATION_NAMES.map((name) => theirName(operations[name]));
  const others = [...new Set(bindings.map((binding) => attribute(binding, 'name')))].filter((name) => !known.includes(name));
  return [
    ...OPERATION_NAMES.filter(offers).flatMap((name) => driftOf(operations[name], schemas, bindings)),
    ...others.map((name) => `${name}: not among our operations`),
  ];
}

const SOAP_BINDINGS: Readonly<Record<string, Operation['version']>> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
};

/** The operation as the service spells it. */
const theirName = (row: Operation): string => row.respelled[row.name] ?? row.name;

function driftOf(row: Operation, schemas: Schemas, bindings: readonly XmlElement[]): string[] {
  const bound = bindings.filter((binding) => attribute(binding, 'name') === theirName(row));
  const homes = schemas.homesOf(theirName(row));
  if (bound.length === 0 || homes.length === 0) return [`${row.name}: not in the WSDL`];
  if (!homes.includes(row.namespace)) return [`${row.name}: in namespace ${homes.join(', ')} instead of ${row.namespace}`];
  return [...callDrift(row, bound), ...requestDrift(row, schemas), ...answerDrift(row, schemas)];
}

function callDrift(row: Operation, bound: readonly XmlElement[]): string[] {
  const calls = bound.flatMap((binding) => binding.children.filter((inner) => inner.name === 'operation' && inner.namespace in SOAP_BINDINGS));
  const versions = new Set(calls.map((call) => SOAP_BINDINGS[call.namespace]));
  const actions = new Set(calls.map((call) => attribute(call, 'soapAction')));
  return [
    ...(versions.has(row.version) ? [] : [`${row.name}: served in SOAP ${[...versions].join(', ') || 'no version'}, ours is ${row.version}`]),
    ...(actions.has(row.soapAction) ? [] : [`${row.name}: SOAPAction ${[...actions].join(', ') || 'none'} instead of ${row.soapAction}`]),
  ];
}

const requestDrift = (row: Operation, schemas: Schemas): string[] =>
  fieldDrift(`${row.name}: asks`, row.request, schemas.contentOf(row.namespace, theirName(row)) ?? [], inverse(row.respelled));

const inverse = (names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));

/** Answers may come under the regular spellings that the client reads as well: those are no difference. */
function answerDrift(row: Operation, schemas: Schemas): string[] {
  const spellings = [row.response, ...Object.keys(row.aliases).filter((alias) => row.aliases[alias] === row.response)];
  const content = spellings.map((name) => schemas.contentOf(row.namespace, name)).find((found) => found !== null);
  if (!content) return [`${row.name}: no ${row.response} in the WSDL`];
  return fieldDrift(`${row.name}: answers`, [row.result], content, row.aliases);
}

function fieldDrift(where: string, ours: readonly Element[], theirs: readonly Shape[], aliases: Operation['aliases']): string[] {
  const named = theirs.map((shape) => ({ ...shape, name: aliases[shape.name] ?? shape.name }));
  const wanted = ours.map((element) => element.name);
  const given = named.map((shape) => shape.name);
  const list = (names: readonly string[]): string => names.join(', ') || 'nothing';
  // PayResult holds the rows of Pay or those of PayD: which of them a service declares is its own.
  if (ours.length > 1 && ours.every((element) => element.many) && given.length > 0 && given.every((name) => wanted.includes(name)))
    return ours
      .filter((element) => given.includes(element.name))
      .flatMap((element) => typeDrift(`${where} ${element.name}`, element, named[given.indexOf(element.name)] as Shape, aliases));
  if (wanted.join() !== given.join()) {
    const sameSet = [...wanted].sort().join() === [...given].sort().join();
    return [`${where} ${list(given)} ${sameSet ? 'in this order, ours is' : 'instead of'} ${list(wanted)}`];
  }
  return ours.flatMap((element, at) => typeDrift(`${where} ${element.name}`, element, named[at] as Shape, aliases));
}

function typeDrift(where: string, ours: Element, theirs: Shape, aliases: Operation['aliases']): string[] {
  const simple = simpleTypeOf(ours);
  const many = ours.many === theirs.many ? [] : [`${where} ${theirs.many ? 'many times' : 'once'}, ours is ${ours.many ? 'many times' : 'once'}`];
  if (typeof theirs.of === 'string') {
    if (simple === null) return [...many, `${where} as ${theirs.of}, ours has fields`];
    return simple === theirs.of ? many : [...many, `${where} as ${theirs.of}, ours is ${simple}`];
  }
  if (typeof ours.of === 'string') return [...many, `${where} with fields, ours is ${simple}`];
  return [...many, ...fieldDrift(`${where}:`, ours.of, theirs.of, aliases)];
}
