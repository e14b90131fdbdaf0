import { FORM_FIELDS, type Form, type FormField } from '../../contracts/partner-api';

/** Forms are 64 KiB at most, no repeated keys, no NUL, UTF-8 only. */
export const MAX_FORM_BYTES = 64 * 1024;
const MAX_FIELDS = 64;
const FORM_TYPE = 'application/x-www-form-urlencoded';
const KNOWN: ReadonlySet<string> = new Set(FORM_FIELDS);

/**
 * What a form says. `fault` (Russian, for the caller) is set where the form as a whole is not usable; `fields` then holds
 * what could be read without doubt, so that a refusal can name the TransactionID it refuses.
 */
export interface ReadForm {
  readonly fields: Form;
  readonly fault: string | null;
}

/** Unknown fields are checked like the others and then left out. Never throws. */
export function readForm(contentType: string | undefined, body: Buffer): ReadForm {
  if (!isFormType(contentType)) return { fields: {}, fault: `нужен Content-Type ${FORM_TYPE}` };
  const pairs = body.toString('latin1').split('&', MAX_FIELDS + 1);
  if (pairs.length > MAX_FIELDS) return { fields: {}, fault: `больше ${MAX_FIELDS} полей` };
  const fields: Form = {};
  const seen = new Set<string>();
  let fault: string | null = null;
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decoded(pair.slice(at + 1));
    const known = name !== null && isField(name) ? name : null;
    if (name === null || value === null) {
      fault ??= known ? `поле ${known} закодировано неверно` : 'форма закодирована неверно';
    } else if (seen.has(name)) {
      fault ??= known ? `поле ${known} повторяется` : 'поле повторяется';
    } else if (known) {
      fields[known] = value;
    }
    if (name !== null) {
      if (known && (value === null || seen.has(name))) delete fields[known];
      seen.add(name);
    }
  }
  return { fields, fault };
}

const isField = (name: string): name is FormField => KNOWN.has(name);

function isFormType(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
  return type.trim() === FORM_TYPE && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

const PLAIN = /^[!-$&-*,-~]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of one percent-encoded part (bytes as latin1); null for a bad escape, bytes that are not UTF-8, or a NUL. */
function decoded(part: string): string | null {
  if (PLAIN.test(part)) return part;
  const bytes = Buffer.allocUnsafe(part.length);
  let length = 0;
  for (let at = 0; at < part.length; at++) {
    const char = part[at];
    if (char === '%') {
      const hex = part.slice(at + 1, at + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return null;
      bytes[length++] = Number.parseInt(hex, 16);
      at += 2;
    } else bytes[length++] = char === '+' ? 0x20 : part.charCodeAt(at);
  }
  try {
    const text = utf8.decode(bytes.subarray(0, length));
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
