/** What stands in an element: text, nil, children by name (repeated ones as a list, a long one made as it is read). Requests are read into it and answers printed from it. */
export type Value = string | null | Group;
export type Group = { readonly [name: string]: Value | Iterable<Value> | undefined };

/** The caller's fault or the server's, told as .NET tells it. */
export class Fault extends Error {
  constructor(
    readonly from: 'Client' | 'Server',
    message: string,
  ) {
    super(message);
  }
}

/** A request that could not be read: nothing has run. */
export const notRead = (why: string): Fault =>
  new Fault(
    'Client',
    `System.Web.Services.Protocols.SoapException: Server was unable to read request. ---> There is an error in XML document. ---> ${why}`,
  );

/** A request that was read and cannot be done. */
export const notProcessed = (why: string): Fault =>
  new Fault('Server', `System.Web.Services.Protocols.SoapException: Server was unable to process request. ---> ${why}`);

export function textOf(group: Group, name: string): string {
  const value = group[name];
  return typeof value === 'string' ? value : '';
}

export const groupOf = (value: Value | Iterable<Value> | undefined): Group =>
  value !== null && typeof value === 'object' && !isList(value) ? value : {};

export const isList = (value: Value | Iterable<Value> | undefined): value is Iterable<Value> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

export const listOf = (group: Group, name: string): readonly Value[] => {
  const value = group[name];
  return isList(value) ? [...value] : [];
};
