import { faultOf, type SoapFault } from './soap';
import { type XmlElement, type XmlOpening, xmlFeed } from './xml';
import { decodeXmlStream } from './xml-charset';

/** One row of a list: its fields by name (`''` where the row is a bare value); `flawed` where a field came twice or had children of its own. */
export interface SoapRow {
  readonly fields: Readonly<Record<string, string>>;
  readonly flawed: boolean;
}

export interface RowPlan {
  readonly response: string;
  readonly result: string;
  /** The element whose children are the rows: the result itself, or one directly in it. */
  readonly in: string;
  readonly row: string;
  readonly aliases: Readonly<Record<string, string>>;
  /** Characters of one row. */
  readonly maxRow: number;
}

/** What stood around the rows. `notes` are texts outside rows by element name (result, Executed, ErrorMessage, StackTrace, …). */
export interface RowsEnd {
  readonly listSeen: boolean;
  readonly rows: number;
  readonly notes: ReadonlyMap<string, string>;
  readonly fault: SoapFault | null;
}

const MAX_NOTE = 4096;
const MAX_NOTES = 64;
const MAX_NAMES = 64;

/**
 * Reads a list's answer row by row: at no time is more held than one chunk and its rows. Rows are provisional until this returns,
 * because what makes a list unusable may stand after them (GetReport108e). Throws for anything that is no complete SOAP answer.
 */
export async function readSoapRows(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  plan: RowPlan,
  onRows: (rows: readonly SoapRow[]) => void | Promise<void>,
): Promise<RowsEnd> {
  const reader = new RowReader(plan);
  const feed = xmlFeed(reader, { namespaces: false, limits: { maxDepth: 32, maxText: plan.maxRow } });
  let any = false;
  for await (const text of decodeXmlStream(chunks, contentType)) {
    any ||= text.trim() !== '';
    feed.write(text);
    const rows = reader.take();
    if (rows.length > 0) await onRows(rows);
  }
  if (!any) throw new Error('blank answer');
  feed.end();
  return reader.end();
}

class RowReader {
  private readonly path: string[] = [];
  private readonly notes = new Map<string, string>();
  private readonly listPath: string;
  private readonly listDepth: number;
  private ready: SoapRow[] = [];
  private row: { readonly name: string; readonly fields: Record<string, string>; read: number; flawed: boolean; size: number } | null = null;
  /** Names of the last row's fields by their place: the next row has the same ones, and a name already known costs no hashing. */
  private readonly names: string[] = [];
  private fault: XmlElement | null = null;
  private readonly faultStack: XmlElement[] = [];
  private listMet = false;
  private listSeen = false;
  private inside = false;
  private count = 0;
  private said = '';
  private readonly hasAliases: boolean;

  constructor(private readonly plan: RowPlan) {
    const at = ['Envelope', 'Body', plan.response, plan.result, ...(plan.in === plan.result ? [] : [plan.in])];
    this.listPath = at.join('/');
    this.listDepth = at.length;
    this.hasAliases = Object.keys(plan.aliases).length > 0;
  }

  open({ name: read, nil }: XmlOpening): void {
    const name = this.hasAliases ? (this.plan.aliases[read] ?? read) : read;
    if (this.said !== '') this.note();
    this.path.push(name);
    const depth = this.path.length;
    if (depth === 1 && name !== 'Envelope') throw new Error(`<${name}> instead of a SOAP envelope`);
    if (this.faultStack.length > 0 || (depth === 3 && name === 'Fault')) {
      this.openFault(name);
      return;
    }
    if (depth === this.listDepth && this.path.join('/') === this.listPath) {
      if (this.listMet) throw new Error(`${name} came twice`);
      this.inside = true;
      this.listMet = true;
      this.listSeen = !nil;
    } else if (this.inside && depth === this.listDepth + 1) this.row = { name, fields: {}, read: 0, flawed: name !== this.plan.row, size: 0 };
    else if (this.row && depth > this.listDepth + 2) this.row.flawed = true;
    this.said = '';
  }

  text(read: string): void {
    this.said += read;
    if (this.row) this.row.size += read.length;
    if ((this.row?.size ?? 0) > this.plan.maxRow) throw new Error(`a row of more than ${this.plan.maxRow} characters`);
  }

  close(): void {
    const depth = this.path.length;
    const name = this.path.at(-1) ?? '';
    if (this.faultStack.length > 0) this.closeFault();
    else if (this.row && depth === this.listDepth + 1) this.closeRow();
    else if (this.row && depth === this.listDepth + 2) this.field(name);
    else this.note();
    if (depth === this.listDepth) this.inside = false;
    this.path.pop();
    this.said = '';
  }

  take(): readonly SoapRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  end(): RowsEnd {
    return { listSeen: this.listSeen, rows: this.count, notes: this.notes, fault: this.fault ? faultOf(this.fault) : null };
  }

  /** `wire/xml.ts` refuses the names that an object inherits, so a plain one holds the fields. */
  private field(read: string): void {
    if (!this.row) return;
    const place = this.row.read++;
    if (this.names[place] !== read && place < MAX_NAMES) this.names[place] = read;
    const name = this.names[place] ?? read;
    if (this.row.fields[name] !== undefined) this.row.flawed = true;
    this.row.fields[name] = this.said.trim();
  }

  /** A bare text under another name (ErrorMessage beside the rows) is no row but a note. */
  private closeRow(): void {
    if (!this.row) return;
    const { name, fields, flawed, read } = this.row;
    const bare = read === 0;
    this.row = null;
    if (bare && name !== this.plan.row) {
      this.note();
      return;
    }
    if (bare) fields[''] = this.said.trim();
    this.ready.push({ fields, flawed });
    this.count++;
  }

  /** Text outside rows; that between the rows of a list is the layout of the page and kept only where there are no rows. */
  private note(): void {
    if (this.row) return;
    const said = this.said.trim().slice(0, MAX_NOTE);
    const name = this.path.at(-1);
    if (!said || !name || this.faultStack.length > 0) return;
    const known = this.notes.get(name);
    if (known === undefined && this.notes.size >= MAX_NOTES) return;
    this.notes.set(name, known ? `${known} ${said}`.slice(0, MAX_NOTE) : said);
  }

  private openFault(name: string): void {
    const element: XmlElement = { name, namespace: '', children: [], text: '', nil: false, attributes: {}, type: null };
    this.faultStack.at(-1)?.children.push(element);
    this.fault ??= element;
    this.faultStack.push(element);
    this.said = '';
  }

  private closeFault(): void {
    const element = this.faultStack.pop();
    if (element) element.text = this.said.slice(0, MAX_NOTE);
  }
}
