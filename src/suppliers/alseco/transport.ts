import { createClientAsync, type IHttpClient } from 'soap';
import type { Operations } from '../../contracts/alseco/operations';
import { printWsdl } from '../../contracts/alseco/wsdl';
import type { SoapElement } from './reading';

/** Sends one envelope and returns the settled answer for `soap` to parse; throws where there is none. */
export type Send = (url: string, envelope: string, headers: Readonly<Record<string, string>>) => Promise<string>;
export type SoapArguments = { readonly [name: string]: string | null | readonly string[] | SoapArguments };
type Method = (args: SoapArguments, options: { send: Send }) => Promise<[SoapElement]>;

/** Decimals, longs and dates stay text: the package would make floats and local times of them. */
const asText = (text: string): string => text;
const AS_TEXT = Object.fromEntries(
  ['decimal', 'double', 'float', 'int', 'integer', 'short', 'long', 'date', 'dateTime', 'boolean', 'bool', 'base64Binary'].map((name) => [
    name,
    asText,
  ]),
);

/** The `soap` package with our own WSDL and our own HTTP under it: it writes envelopes and reads settled ones. */
export async function soapClients(operations: Operations, endpoint: string): Promise<(name: keyof Operations) => Method> {
  const wsdl = printWsdl(operations, endpoint);
  const options = { endpoint, disableCache: true, customDeserializer: AS_TEXT, httpClient };
  const clients = {
    '1.1': await createClientAsync(wsdl, options),
    '1.2': await createClientAsync(wsdl, { ...options, forceSoap12Headers: true }),
  };
  return (name) => {
    const client = clients[operations[name].version];
    const method: unknown = client[`${name}Async`];
    if (typeof method !== 'function') throw new TypeError(`the WSDL has no operation ${name}`);
    const { respelled } = operations[name];
    return (args, { send }) => {
      const spelled: Send = (url, envelope, headers) => send(url, inTheirSpelling(envelope, respelled), headers);
      return method.call(client, args, { send: spelled });
    };
  };
}

/** Names of elements as the service spells them; a `<` stands nowhere else in an envelope of ours. */
function inTheirSpelling(envelope: string, respelled: Readonly<Record<string, string>>): string {
  if (Object.keys(respelled).length === 0) return envelope;
  return envelope.replace(/<(\/?(?:[\w.-]+:)?)([\w.-]+)/g, (tag, before: string, name: string) =>
    Object.hasOwn(respelled, name) ? `<${before}${respelled[name]}` : tag,
  );
}

const httpClient: IHttpClient = {
  request(url, envelope, callback, headers, options) {
    const send = options?.['send'] as Send;
    const sent = send(String(url), String(envelope), (headers ?? {}) as Record<string, string>);
    return sent.then((settled) => callback(null, { status: 200, headers: {} }, settled)).catch((error: unknown) => callback(error));
  },
};
