/** One request as a page prints it. */
export interface Request {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads `curl URL -d … --data-urlencode … -u …` and refuses every other word, so that no example is half understood. */
export function curl(command: string): Request {
  const [program, ...words] = shellWords(command);
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`);
  const parts: string[] = [];
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  let url: URL | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-d') parts.push(words.shift() ?? '');
    else if (word === '--data-urlencode') parts.push(encoded(words.shift() ?? ''));
    else if (word === '-u') headers['authorization'] = `Basic ${Buffer.from(words.shift() ?? '').toString('base64')}`;
    else if (!url && URL.canParse(word)) url = new URL(word);
    else throw new Error(`curl ${word} is not understood`);
  }
  if (!url) throw new Error(`no address: ${command}`);
  return { url, body: parts.join('&'), headers };
}

function encoded(pair: string): string {
  const at = pair.indexOf('=');
  return `${pair.slice(0, at)}=${encodeURIComponent(pair.slice(at + 1))}`;
}

/** Words of a shell's line with plain and quoted parts; a backslash at a line's end joins lines. */
function shellWords(text: string): string[] {
  const joined = text.replaceAll(/\\\n/g, ' ').trim();
  return [...joined.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_all, single?: string, double?: string) => single ?? double ?? ''),
  );
}
