import { SaxesParser } from 'saxes';
import { OPERATION_NAMES } from '../contracts/alseco/operations';
import { type Offer, offered } from '../contracts/alseco/overrides';
import { checked, type Finding, ok, warn } from './doctor';
import type { Session } from './session';

const LIMIT_MS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;
const SOAP_BINDING = /^http:\/\/schemas\.xmlsoap\.org\/wsdl\/soap(12)?\/$/;

/** What Alseco's live WSDL says otherwise than our table of operations (RULES C1); ALSECO_OVERRIDES mends it. */
export async function wsdlFindings(session: Session): Promise<Finding[]> {
  const { config } = session;
  const endpoint = config.ALSECO_ENDPOINT ?? `http://127.0.0.1:${config.SANDBOX_ALSECO_PORT}/AlsecoPaymentsService.asmx`;
  return checked('WSDL of alseco', async () => {
    let text: string;
    try {
      text = await fetched(`${endpoint}?wsdl`);
    } catch (error) {
      // The paying path needs no live WSDL, and many services do not publish theirs.
      return warn('WSDL of alseco', `could not be read: ${reasonOf(error)}`);
    }
    const differences = drift(actionsOf(text), offered(config.ALSECO_OVERRIDES));
    return differences.length === 0
      ? ok('WSDL of alseco', `all ${OPERATION_NAMES.length} operations as in our table`)
      : warn('WSDL of alseco', `differs: ${differences.join('; ')}`);
  });
}

/** fetch hides the reason one level down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function fetched(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS), redirect: 'error' });
  if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`longer than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** SOAPActions by operation, over all bindings. Throws for anything that is not a WSDL. */
export function actionsOf(wsdl: string): ReadonlyMap<string, ReadonlySet<string>> {
  const actions = new Map<string, Set<string>>();
  let operation: string | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new Error('it has a DOCTYPE');
  });
  parser.on('opentag', (tag) => {
    if (tag.local !== 'operation') return;
    if (!SOAP_BINDING.test(tag.uri)) operation = tag.attributes['name']?.value;
    else if (operation) actions.set(operation, (actions.get(operation) ?? new Set()).add(tag.attributes['soapAction']?.value ?? ''));
  });
  parser.write(wsdl).close();
  if (actions.size === 0) throw new Error('it names no operation');
  return actions;
}

/** One sentence per operation that is not there or is called by another SOAPAction. */
export function drift(live: ReadonlyMap<string, ReadonlySet<string>>, { operations, offers }: Offer): string[] {
  return OPERATION_NAMES.filter(offers).flatMap((name) => {
    const actions = live.get(name);
    const { soapAction } = operations[name];
    if (!actions) return [`${name} is not offered`];
    return actions.has(soapAction) ? [] : [`${name} has the SOAPAction ${[...actions].join(' or ')}, ours is ${soapAction}`];
  });
}
