import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { OPERATIONS } from '../../../src/contracts/alseco/operations';
import { AlsecoConnection } from '../../../src/suppliers/alseco/connection';
import { type Answering, answering } from './answering';
import { CASES, type Case } from './cases';
import { fault } from './envelope';
import { client, context, ZONE } from './world';

/** Damaged answers to every operation, of the whole and of the streamed kind. */
const GOLDEN = join(__dirname, '../../golden/alseco');
const RUNS = 40;

let server: Answering;
const connections = new Map<string, AlsecoConnection>();
beforeAll(async () => {
  server = await answering();
  for (const [folder, { bank, overrides }] of Object.entries(CASES))
    connections.set(
      folder,
      new AlsecoConnection({
        endpoint: server.endpoint,
        bankCode: bank ?? 'ALSC',
        zone: ZONE,
        sysRefPrefix: 'TLM',
        connections: 2,
        ladders: client(server.endpoint).connection.options.ladders,
        overridesJson: overrides,
      }),
    );
}, 60_000);
afterAll(async () => {
  await Promise.all([...connections.values()].map((connection) => connection.close()));
  await server.close();
});

type Ended = { readonly kind: string };
/** How the question ended, whatever its own shape: one outcome, one per document, or the end of a list. */
function endsOf(said: unknown): readonly Ended[] {
  if (Array.isArray(said)) return said as readonly Ended[];
  return 'end' in (said as object) ? [(said as { end: Ended }).end] : [said as Ended];
}
const SUCCESSES = new Set(['answered', 'usable', 'accepted', 'rolled back', 'checked', 'period', 'payable']);
const KNOWN = new Set([...SUCCESSES, 'failed', 'refused', 'not found', 'processed', 'not sent', 'unknown']);

async function asked(folder: string, { operation, run }: Case, body: string | Buffer, status = 200): Promise<readonly Ended[]> {
  const contentType = OPERATIONS[operation].version === '1.2' ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8';
  server.next = { body, status, contentType };
  return endsOf(await run(connections.get(folder) as AlsecoConnection, context()));
}

const change = fc.record({
  at: fc.nat(5_000),
  length: fc.integer({ min: 0, max: 80 }),
  by: fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '<',
      '>',
      '&',
      '&#0;',
      '</soap:Body>',
      '<list/>',
      '<x xsi:nil="true"/>',
      '<__proto__>1</__proto__>',
      '<constructor/>',
      '<!--',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE x>',
      '\u0000',
      '-1',
      '1e9',
      '\uD800',
    ),
  ),
  kind: fc.constantFrom('cut', 'double', 'put'),
});
function mutated(text: string, changes: ReadonlyArray<{ at: number; length: number; by: string; kind: string }>): string {
  return changes.reduce((now, { at, length, by, kind }) => {
    const from = now.length === 0 ? 0 : at % now.length;
    const piece = now.slice(from, from + length);
    return now.slice(0, from) + (kind === 'cut' ? '' : kind === 'double' ? piece + piece : by) + now.slice(from + length);
  }, text);
}

describe.each(Object.entries(CASES))('%s', (folder, of) => {
  const answer = readFileSync(join(GOLDEN, folder, 'answer.xml'), 'utf8');

  test('a mutated answer ends as one of the outcomes, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        for (const end of await asked(folder, of, mutated(answer, changes))) expect(KNOWN).toContain(end.kind);
      }),
      { numRuns: RUNS },
    );
  });

  test('an answer that breaks off anywhere is no success', async () => {
    const whole = answer.trimEnd();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        for (const end of await asked(folder, of, whole.slice(0, length))) expect(SUCCESSES).not.toContain(end.kind);
      }),
      { numRuns: RUNS },
    );
  });

  test('neither a fault, however mutated, nor any bytes under any other status become a success', async () => {
    const bases = [fault('Server', 'Server was unable to process request.'), '<html><body>502</body></html>', ''];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bases), fc.array(change, { maxLength: 3 }), fc.constantFrom(200, 500), async (base, changes, status) => {
        for (const end of await asked(folder, of, mutated(base, changes), status)) expect(SUCCESSES).not.toContain(end.kind);
      }),
      { numRuns: RUNS },
    );
    for (const status of [201, 400, 404, 500, 503])
      for (const end of await asked(folder, of, answer, status)) expect(SUCCESSES).not.toContain(end.kind);
    const bytes = await asked(folder, of, Buffer.from([0xff, 0xfe, 0x3c, 0x00, 0xd8, 0xff]));
    for (const end of bytes) expect(SUCCESSES).not.toContain(end.kind);
  });
});
