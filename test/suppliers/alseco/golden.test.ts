import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATION_NAMES, OPERATIONS } from '../../../src/contracts/alseco/operations';
import { LADDERS } from '../../../src/ladders';
import { AlsecoConnection as Connection } from '../../../src/suppliers/alseco/connection';
import { readXml, type XmlElement } from '../../../src/wire/xml';
import { type Answering, answering } from './answering';
import { CASES } from './cases';
import { context, ZONE } from './world';

/**
 * One folder per operation: the request as the document shows it (typesetting mended, day parameters without offset),
 * its answer with all its noise, and what the client makes of it.
 */
const GOLDEN = join(__dirname, '../../golden/alseco');
let server: Answering;
beforeAll(async () => {
  server = await answering();
});
afterAll(() => server.close());

/** The tree without prefixes and layout, which is all that the two spellings of a request may differ in. */
const shape = (element: XmlElement): unknown => ({
  name: `{${element.namespace}}${element.name}`,
  nil: element.nil,
  type: element.type,
  inner: element.children.length > 0 ? element.children.filter((child) => child.name !== 'Header').map(shape) : element.text.trim(),
});

test('every operation of the document has a golden folder', () => {
  expect(
    Object.values(CASES)
      .map((one) => one.operation)
      .sort(),
  ).toEqual([...OPERATION_NAMES].sort());
  expect(OPERATION_NAMES).toHaveLength(24);
  expect(
    readdirSync(GOLDEN)
      .filter((name) => existsSync(join(GOLDEN, name, 'request.xml')))
      .sort(),
  ).toEqual(Object.keys(CASES).sort());
});

test.each(Object.entries(CASES))(
  '%s: the request and what is read from the answer are the documented ones',
  async (folder, { operation, bank, overrides, run }) => {
    const file = (name: string): string => join(GOLDEN, folder, name);
    server.next = {
      body: readFileSync(file('answer.xml')),
      contentType: OPERATIONS[operation].version === '1.2' ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8',
    };
    const connection = new Connection({
      endpoint: server.endpoint,
      bankCode: bank ?? 'ALSC',
      zone: ZONE,
      sysRefPrefix: 'TLM',
      connections: 3,
      ladders: LADDERS.fast,
      overridesJson: overrides,
    });
    const read = await run(connection, context()).finally(() => connection.close());

    const sent = server.requests.at(-1);
    expect(shape(readXml(sent?.body ?? '', { namespaces: true }))).toEqual(
      shape(readXml(readFileSync(file('request.xml'), 'utf8'), { namespaces: true })),
    );
    const { soapAction, version } = OPERATIONS[operation];
    if (version === '1.1') expect(sent).toMatchObject({ soapAction: `"${soapAction}"`, contentType: 'text/xml; charset=utf-8' });
    else expect(sent).toMatchObject({ contentType: `application/soap+xml; charset=utf-8; action="${soapAction}"` });

    const said = `${JSON.stringify(read, null, 2)}\n`;
    if (process.env['UPDATE_GENERATED'] === '1') writeFileSync(file('expected.json'), said);
    expect(said).toBe(readFileSync(file('expected.json'), 'utf8'));
  },
);

/** One folder per quirk that the service shows or may show: `of.txt` names the case whose reading it must not change. */
const QUIRKS = join(__dirname, '../../golden/alseco-quirks');

test.each(readdirSync(QUIRKS))('a quirk of the answers, %s, changes nothing of what is read', async (quirk) => {
  const of = readFileSync(join(QUIRKS, quirk, 'of.txt'), 'utf8').trim();
  const one = CASES[of];
  if (!one) throw new Error(`there is no case ${of}`);
  server.next = { body: readFileSync(join(QUIRKS, quirk, 'answer.xml')), contentType: 'text/xml' };
  const connection = new Connection({
    endpoint: server.endpoint,
    bankCode: one.bank ?? 'ALSC',
    zone: ZONE,
    sysRefPrefix: 'TLM',
    connections: 3,
    ladders: LADDERS.fast,
    overridesJson: one.overrides,
  });
  const read = await one.run(connection, context()).finally(() => connection.close());
  expect(`${JSON.stringify(read, null, 2)}\n`).toBe(readFileSync(join(GOLDEN, of, 'expected.json'), 'utf8'));
});
