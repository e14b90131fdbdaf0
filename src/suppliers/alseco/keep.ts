/** Cuts what is personal out of raw exchanges before they are kept: names, addresses, personal numbers, printed copies. */
const PERSONAL = ['AccountAddress', 'accountAddress', 'AccountName', 'accountName', 'Address', 'Name', 'RNN', 'Phone', 'IIN', 'IIN_ABON', 'FIO'];
const PRINTED = ['GetPrintedInvoiceResult', 'GetPrintedInvoicePDFResult'];
const MAX_KEPT_CHARACTERS = 64 * 1024;

const between = (names: readonly string[]): RegExp => new RegExp(`(<(?:[\\w.-]+:)?(?:${names.join('|')})(?:\\s[^>]*)?>)[^<]+`, 'g');
const personal = between(PERSONAL);
const printed = between(PRINTED);
/** A service's name may carry the owner's number: «ЖСН/ИИН: 000819501142». */
const namedNumber = /((?:ЖСН|ИИН|IIN)[^\d<]{0,6})\d{12}/g;

export function withoutSecrets(xml: string): string {
  const cut = xml.replace(printed, '$1…').replace(personal, '$1…').replace(namedNumber, '$1…');
  return cut.length > MAX_KEPT_CHARACTERS ? `${cut.slice(0, MAX_KEPT_CHARACTERS)}… (${cut.length} characters)` : cut;
}
