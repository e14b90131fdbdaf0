import iconv from 'iconv-lite';

/** How bytes of XML become text: byte order mark, then the charset of Content-Type, then the XML declaration, else UTF-8. */
const DECLARATION_BYTES = 200;

export function xmlCharset(head: Uint8Array, contentType: string): string {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const typed = /charset\s*=\s*["']?([A-Za-z0-9._:-]+)/i.exec(contentType)?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString('latin1'),
  )?.[1];
  const named = typed ?? declared ?? 'utf-8';
  if (!iconv.encodingExists(named)) throw new Error(`unknown charset ${named}`);
  return named;
}

export const decodeXml = (bytes: Buffer, contentType: string): string => iconv.decode(bytes, xmlCharset(bytes, contentType));

/** The same piece by piece; a character may be split between two chunks. */
export async function* decodeXmlStream(chunks: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<string> {
  let decoder: ReturnType<typeof iconv.getDecoder> | null = null;
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!decoder) {
      head = Buffer.concat([head, chunk]);
      if (head.length < DECLARATION_BYTES) continue;
      decoder = iconv.getDecoder(xmlCharset(head, contentType));
      yield decoder.write(head);
    } else yield decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  if (!decoder && head.length > 0) {
    decoder = iconv.getDecoder(xmlCharset(head, contentType));
    yield decoder.write(head);
  }
  const rest = decoder?.end();
  if (rest) yield rest;
}
