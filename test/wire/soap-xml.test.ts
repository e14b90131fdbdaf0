import iconv from 'iconv-lite';
import { readSoapAnswer, settledEnvelope } from '../../src/wire/soap';
import { readSoapRows } from '../../src/wire/soap-rows';
import { escapeXml, readXml } from '../../src/wire/xml';
import { decodeXml, decodeXmlStream, xmlCharset } from '../../src/wire/xml-charset';

describe('XML that is not trusted', () => {
  test.each([
    ['DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['DOCTYPE without a subset', '<!DOCTYPE a SYSTEM "http://x/"><a/>'],
    ['an entity nobody declared', '<a>&nbsp;</a>'],
    ['an open element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['text after the root', '<a/>x'],
    ['a name of every object', '<a><constructor/></a>'],
    ['more than 32 levels', `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`],
  ])('%s is refused', (_, text) => {
    for (const namespaces of [true, false]) expect(() => readXml(text, { namespaces })).toThrow();
  });
  test('more text between two tags than allowed is refused', () => {
    expect(() => readXml(`<a>${'x'.repeat(2_000)}</a>`, { namespaces: false, limits: { maxDepth: 8, maxText: 1_000 } })).toThrow(/1000 characters/);
  });
  test('an undeclared prefix is refused only where namespaces are read', () => {
    expect(() => readXml('<a><ast:b/></a>', { namespaces: true })).toThrow();
    expect(readXml('<a><ast:b/></a>', { namespaces: false }).children[0]?.name).toBe('b');
  });
  test('what is printed is read back as it was, whatever the text', () => {
    const text = 'a < b & "c" > d \'e\' ]]> Төлем №1';
    expect(readXml(`<a>${escapeXml(text)}</a>`, { namespaces: true }).text).toBe(text);
    expect(readXml(`<a>${escapeXml('\u0000\u0008x')}</a>`, { namespaces: true }).text).toBe('\uFFFD\uFFFDx');
  });
});

describe('charsets', () => {
  test('byte order mark, then header, then declaration, then UTF-8', () => {
    const declared = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a/>');
    expect(xmlCharset(declared, 'text/xml')).toBe('windows-1251');
    expect(xmlCharset(declared, 'text/xml; charset="utf-8"')).toBe('utf-8');
    expect(xmlCharset(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), declared]), 'text/xml; charset=koi8-r')).toBe('utf-8');
    expect(xmlCharset(Buffer.from('<a/>'), '')).toBe('utf-8');
    expect(() => xmlCharset(declared, 'text/xml; charset=none-such')).toThrow(/none-such/);
  });
  test.each(['utf-8', 'windows-1251'])('a stream cut anywhere decodes as the whole does (%s)', async (charset) => {
    const whole = `<?xml version="1.0" encoding="${charset}"?><a>${'Төлем платёж '.repeat(40)}</a>`.replaceAll(
      'Төлем',
      charset === 'utf-8' ? 'Төлем' : 'Толем',
    );
    const bytes = iconv.encode(whole, charset);
    for (const size of [1, 2, 3, 7, 199, 200, 201, bytes.length]) {
      async function* cut(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      let read = '';
      for await (const text of decodeXmlStream(cut(), 'text/xml')) read += text;
      expect(read).toBe(whole);
    }
    expect(decodeXml(bytes, 'text/xml')).toBe(whole);
  });
});

test('a settled envelope has one spelling, no attributes and no stray text', () => {
  const read = readSoapAnswer(
    '<s:Envelope xmlns:s="x"><s:Body><m:R xmlns:m="y"><m:B href="#1" id="2">1</m:B> - note<m:C xsi:nil="true"/><m:D><![CDATA[<?xml?>&]]></m:D></m:R></s:Body></s:Envelope>',
  );
  if (read.kind !== 'content') throw new Error('a fault');
  expect(settledEnvelope(read.content, { B: 'A' })).toBe(
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><R><A>1</A><C></C><D>&lt;?xml?&gt;&amp;</D></R></soap:Body></soap:Envelope>',
  );
});

test('faults of both SOAP versions give code and text', () => {
  const eleven = '<s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>нет</faultstring></s:Fault></s:Body></s:Envelope>';
  const twelve =
    '<s:Envelope><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="ru">нет</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>';
  expect(readSoapAnswer(eleven)).toEqual({ kind: 'fault', fault: { code: 's:Client', text: 'нет' } });
  expect(readSoapAnswer(twelve)).toEqual({ kind: 'fault', fault: { code: 's:Sender', text: 'нет' } });
});

describe('rows', () => {
  const plan = { response: 'R', result: 'Result', in: 'list', row: 'Item', aliases: { InvoceId: 'InvoiceId' }, maxRow: 1_000 };
  const read = async (inner: string) => {
    const rows: unknown[] = [];
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.from(`<s:Envelope><s:Body><R>${inner}</R></s:Body></s:Envelope>`)) yield Uint8Array.of(byte);
    }
    const end = await readSoapRows(body(), 'text/xml', plan, (more) => void rows.push(...more));
    return { rows, seen: end.listSeen, count: end.rows, notes: Object.fromEntries(end.notes) };
  };
  test('fields by name, texts outside rows as notes, aliases applied', async () => {
    expect(
      await read('<Result><result>false</result><list><Item><InvoceId>1</InvoceId> code <B/></Item></list><ErrorMessage>x</ErrorMessage></Result>'),
    ).toEqual({
      rows: [{ fields: { InvoiceId: '1', B: '' }, flawed: false }],
      seen: true,
      count: 1,
      notes: { result: 'false', ErrorMessage: 'x' },
    });
  });
  test('a list in another place is not the list', async () => {
    expect(await read('<Result><other><list><Item><A>1</A></Item></list></other></Result>')).toMatchObject({ rows: [], seen: false });
  });
  test('a row that is too long ends the reading', async () => {
    await expect(read(`<Result><list><Item><A>${'x'.repeat(600)}</A><B>${'y'.repeat(600)}</B></Item></list></Result>`)).rejects.toThrow(
      /1000 characters/,
    );
  });
  test('a field with children, or twice, flaws its row', async () => {
    expect(await read('<Result><list><Item><A><B>1</B></A></Item><Item><A>1</A><A>2</A></Item></list></Result>')).toMatchObject({
      rows: [{ flawed: true }, { flawed: true }],
    });
  });
});
