/** What a voucher's code stands in: `"Code":"…"`, the list form of Extras, either of them inside a JSON text, cut off or whole. */
const QUOTED = String.raw`(?:"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|\\"(?:[^"\\]|\\[^"])*(?:\\"|"|\\?$)|-?[0-9][^,}\]\s]*)`;
const QUOTE = String.raw`(?:\\?")`;
const CODE_KEY = new RegExp(String.raw`(${QUOTE}Code${QUOTE}\s*:\s*)${QUOTED}`, 'gi');
const CODE_FIELD = new RegExp(
  String.raw`(${QUOTE}FieldName${QUOTE}\s*:\s*${QUOTE}Code${QUOTE}\s*,\s*${QUOTE}FieldValue${QUOTE}\s*:\s*)${QUOTED}`,
  'gi',
);
const CODE_FIELD_TURNED = new RegExp(
  String.raw`(${QUOTE}FieldValue${QUOTE}\s*:\s*)${QUOTED}(\s*,\s*${QUOTE}FieldName${QUOTE}\s*:\s*${QUOTE}Code${QUOTE})`,
  'gi',
);

const CUT = '"***"';
const SHORTEST_CUT_PASSWORD = 4;

/** The answer as it may be kept: codes are money, and a server may echo the password. */
export function cutAnswer(text: string, password: string): string {
  const cut = text.replace(CODE_FIELD, `$1${CUT}`).replace(CODE_FIELD_TURNED, `$1${CUT}$2`).replace(CODE_KEY, `$1${CUT}`);
  return password.length < SHORTEST_CUT_PASSWORD ? cut : cut.replaceAll(password, '***');
}
