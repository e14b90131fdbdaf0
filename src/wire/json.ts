import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/**
 * JSON whose numbers stay text: Node's own parser turns 638405063993273260 into …200.
 * In a parsed value every number is a LosslessNumber; `contracts/numbers.ts` turns it into the domain's text and back.
 */
export type JsonValue = unknown;

const MAX_DEPTH = 32;

/** Throws a SyntaxError for anything that is not one JSON value, has repeated keys with other values, or is deeper than 32. */
export function parseJson(text: string): JsonValue {
  refuseDepth(text);
  return parse(text, undefined, (digits) => new LosslessNumber(digits));
}

export function printJson(value: JsonValue): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('nothing to print as JSON');
  return text;
}

function refuseDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') {
      if (++depth > MAX_DEPTH) throw new SyntaxError(`JSON deeper than ${MAX_DEPTH} levels`);
    } else if (char === '}' || char === ']') depth--;
  }
}

export { isLosslessNumber, LosslessNumber };
