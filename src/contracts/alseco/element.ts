/**
 * XML structures of Alseco's operations as data: the WSDL, the client's requests and the sandbox's strict reader are made from them.
 */
export type SimpleType = 'int' | 'string' | 'boolean' | 'decimal' | 'dateTime' | 'base64Binary';

export interface Element {
  readonly name: string;
  readonly of: SimpleType | readonly Element[];
  /** May stand any number of times, also not at all. */
  readonly many: boolean;
  readonly optional: boolean;
  /** May be empty with xsi:nil="true". */
  readonly nillable: boolean;
  /** Carries xsi:type on the wire, because the service declares it as any object (SysRef of a PaymentDocument). */
  readonly typed: boolean;
}

type Traits = Partial<Pick<Element, 'many' | 'optional' | 'nillable' | 'typed'>>;

const element = (name: string, of: Element['of'], traits: Traits): Element => ({
  many: false,
  optional: false,
  nillable: false,
  typed: false,
  ...traits,
  name,
  of,
});

export const int = (name: string, traits: Traits = {}): Element => element(name, 'int', traits);
export const text = (name: string, traits: Traits = {}): Element => element(name, 'string', { optional: true, ...traits });
export const decimal = (name: string, traits: Traits = {}): Element => element(name, 'decimal', traits);
export const flag = (name: string, traits: Traits = {}): Element => element(name, 'boolean', traits);
export const date = (name: string, traits: Traits = {}): Element => element(name, 'dateTime', traits);
export const bytes = (name: string): Element => element(name, 'base64Binary', { optional: true });
export const group = (name: string, children: readonly Element[], traits: Traits = {}): Element =>
  element(name, children, { optional: true, ...traits });
export const rows = (name: string, children: readonly Element[]): Element => element(name, children, { many: true });
export const OPTIONAL: Traits = { optional: true };
export const MANY: Traits = { many: true };
