import { ProxyAgent, request } from 'undici';
import { OPERATION_NAMES } from '../../contracts/alseco/operations';
import { readOffer } from '../../contracts/alseco/overrides';
import type { Finding } from '../../staff-view/findings';
import { endpointsOf } from '../../suppliers/admission';
import { wsdlDrift } from '../../suppliers/alseco/drift';
import { decodeXml } from '../../wire/xml-charset';
import type { Session } from '../terminal/session';
import { check, ok, tryCheck, warn } from './finding';

const WSDL = check('wsdl', {});
const LIMIT_MS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** What Alseco's live WSDL says otherwise than our table of operations; ALSECO_OVERRIDES mends it. */
export async function wsdlFindings(session: Session): Promise<Finding[]> {
  const { config } = session;
  const { alseco: endpoint } = endpointsOf(config);
  return tryCheck(WSDL, async () => {
    let text: string;
    try {
      text = await fetched(`${endpoint}?wsdl`, config.ALSECO_PROXY_URL);
    } catch (error) {
      // The paying path needs no live WSDL, and many services do not publish theirs.
      return warn(WSDL, 'wsdlUnreadable', { error: reasonOf(error) });
    }
    const differences = wsdlDrift(text, readOffer(config.ALSECO_OVERRIDES));
    return differences.length === 0 ? ok(WSDL, 'wsdlAsOurs', { operations: OPERATION_NAMES.length }) : warn(WSDL, 'wsdlDiffers', { differences });
  });
}

/** undici hides the reason of some failures one level down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** By the way that calls take: Alseco tells the bank by its address. No redirects; time and size are bounded. */
async function fetched(url: string, proxyUrl: string | undefined): Promise<string> {
  const proxy = proxyUrl ? new ProxyAgent(proxyUrl) : undefined;
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(LIMIT_MS), ...(proxy ? { dispatcher: proxy } : {}) });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      throw new Error(`HTTP ${answer.statusCode}`);
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > MAX_BYTES) throw new Error(`longer than ${MAX_BYTES} bytes`);
      parts.push(part);
    }
    return decodeXml(Buffer.concat(parts), String(answer.headers['content-type'] ?? ''));
  } finally {
    await proxy?.close();
  }
}
