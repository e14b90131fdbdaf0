import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../contracts/workflows';

/** Temporal's number of each type, for the operator service. */
const INDEXED_TYPES: Readonly<Record<string, number>> = { KEYWORD: 2, BOOL: 5 };

/** Which of our search attributes the namespace lacks. */
export async function missingSearchAttributes(client: Client): Promise<string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace: client.options.namespace });
  return Object.values(SEARCH_ATTRIBUTES)
    .map((key) => key.name)
    .filter((name) => !(name in (customAttributes ?? {})));
}

/** Registers what is missing; a start with an unregistered attribute would fail. Throws where we may not register. */
export async function registerSearchAttributes(client: Client): Promise<string[]> {
  const missing = await missingSearchAttributes(client);
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES)
      .filter((key) => missing.includes(key.name))
      .map((key) => [key.name, INDEXED_TYPES[key.type] ?? 0]),
  );
  await client.connection.operatorService.addSearchAttributes({ namespace: client.options.namespace, searchAttributes });
  return missing;
}

/** What to type where Tolem may not register them itself. */
export const REGISTER_COMMAND = Object.values(SEARCH_ATTRIBUTES)
  .map((key) => `--name ${key.name} --type ${key.type === 'BOOL' ? 'Bool' : 'Keyword'}`)
  .reduce((command, part) => `${command} ${part}`, 'temporal operator search-attribute create');
