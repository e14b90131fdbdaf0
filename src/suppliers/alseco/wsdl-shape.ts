import type { Element, SimpleType } from '../../contracts/alseco/element';
import type { XmlElement } from '../../wire/xml';

/** An element as a schema declares it, references followed: what is compared with the contract's rows. */
export interface Shape {
  readonly name: string;
  /** A simple type by its local name (`int`, `string`, `anyType`, …), or children. */
  readonly of: string | readonly Shape[];
  readonly many: boolean;
  readonly optional: boolean;
  readonly nillable: boolean;
}

const MAX_DEPTH = 12;
const XSD = 'http://www.w3.org/2001/XMLSchema';
/** Types that differ in name and not in what stands on the wire for us. */
const SAME: Readonly<Record<string, string>> = { integer: 'int', normalizedString: 'string', token: 'string' };

/** All schemas of a WSDL. .NET names its types (`tns:ArrayOfInt`), other tools write them in place; both are read. */
export class Schemas {
  private readonly schemas: readonly XmlElement[];

  constructor(wsdl: XmlElement) {
    this.schemas = everywhere(wsdl, 'schema');
  }

  /** Namespaces that declare an element of this name. */
  homesOf(element: string): readonly string[] {
    return this.schemas.filter((schema) => child(schema, 'element', element)).map(targetOf);
  }

  /** Children of a global element; null where it is not declared there. */
  contentOf(namespace: string, name: string): readonly Shape[] | null {
    const found = this.global('element', name, namespace);
    if (!found) return null;
    const shape = this.shapeOf(found, MAX_DEPTH);
    return typeof shape.of === 'string' ? [] : shape.of;
  }

  private shapeOf(declared: XmlElement, depth: number): Shape {
    const reference = attribute(declared, 'ref');
    const element = (reference && this.global('element', localName(reference))) || declared;
    return {
      name: attribute(element, 'name') || localName(reference),
      of: this.typeOf(element, depth),
      many: !['', '0', '1'].includes(attribute(declared, 'maxOccurs')),
      optional: attribute(declared, 'minOccurs') === '0',
      nillable: attribute(declared, 'nillable') === 'true',
    };
  }

  private typeOf(element: XmlElement, depth: number): Shape['of'] {
    if (depth === 0) return 'something too deep';
    const inline = element.children.find((inner) => inner.name === 'complexType' || inner.name === 'simpleType');
    if (inline) return this.insideOf(inline, depth);
    const named = localName(attribute(element, 'type'));
    if (!named) return 'anyType';
    const global = this.global('complexType', named) ?? this.global('simpleType', named);
    return global ? this.insideOf(global, depth) : (SAME[named] ?? named);
  }

  private insideOf(type: XmlElement, depth: number): Shape['of'] {
    const [restriction] = everywhere(type, 'restriction');
    if (type.name === 'simpleType') return localName(attribute(restriction ?? type, 'base')) || 'string';
    const extended = everywhere(type, 'extension').map((extension) => this.global('complexType', localName(attribute(extension, 'base'))));
    const own = everywhere(type, 'sequence', 'all')[0];
    const inherited = extended.flatMap((base) => (base ? this.childrenOf(this.insideOf(base, depth - 1)) : []));
    return [...inherited, ...(own?.children ?? []).filter((inner) => inner.name === 'element').map((inner) => this.shapeOf(inner, depth - 1))];
  }

  private readonly childrenOf = (of: Shape['of']): readonly Shape[] => (typeof of === 'string' ? [] : of);

  private global(kind: string, name: string, namespace?: string): XmlElement | null {
    for (const schema of this.schemas) {
      if (namespace !== undefined && targetOf(schema) !== namespace) continue;
      const found = child(schema, kind, name);
      if (found) return found;
    }
    return null;
  }
}

export function everywhere(element: XmlElement, ...names: readonly string[]): XmlElement[] {
  return element.children.flatMap((inner) => [...(names.includes(inner.name) ? [inner] : []), ...everywhere(inner, ...names)]);
}
export const attribute = (element: XmlElement, name: string): string => element.attributes[name] ?? '';
const child = (of: XmlElement, kind: string, name: string): XmlElement | undefined =>
  of.children.find((inner) => inner.name === kind && inner.namespace === XSD && attribute(inner, 'name') === name);
const targetOf = (schema: XmlElement): string => attribute(schema, 'targetNamespace');
const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);

/** What the contract's own row looks like in a schema. */
export const simpleTypeOf = (element: Element): SimpleType | 'anyType' | null =>
  typeof element.of !== 'string' ? null : element.typed ? 'anyType' : element.of;
