import { byPaymentId } from '../ids';
import { type Absence, judgeAbsent } from './absent';
import { differingFacts, isOurs } from './facts';
import { judgeKnown } from './known-line';
import { byCreation, factsKey, proposeByRank } from './pairing';
import { classify, type Reference, type References } from './reference';
import { judgeOfPayment, onlyTheirs, pairedByFacts } from './unknown-line';
import type { Line, OurDocument, Reading, Verdict } from './verdict';

export interface KnownPayment {
  readonly status: number;
  readonly final: boolean;
  /** References of its documents. */
  readonly references: readonly string[];
}

/** What is not exactly equal on both sides of a day, and what the registry knows about it. */
export interface Nominees {
  /** One per PaymentId. */
  readonly lines: readonly Line[];
  /** One per reference: those that lines name, and those of our side that no line equals. */
  readonly documents: readonly OurDocument[];
  readonly references: References;
  readonly payment: (request: string) => KnownPayment | null;
  /** Lines of our bank code with other references are another channel's. */
  readonly sharedCode: boolean;
  /** Null: a line that is no nominee stands for it, exactly equal. */
  readonly absence: (document: OurDocument) => Omit<Absence, 'alike'> | null;
}

/** One row of the comparison. The document is what the line is about; it is used up where they are a pair, or where there is no line. */
export interface Entry {
  readonly line: Line | null;
  readonly document: OurDocument | null;
  readonly verdict: Verdict;
}

export const isPair = ({ line, document, verdict }: Entry): boolean =>
  line !== null && document !== null && (verdict.is === 'matched' || verdict.is === 'adopt' || (verdict.is === 'break' && verdict.pair));

/** Judges every nominee once: each line and each document of ours stands in exactly one entry, in whatever order they came. */
export function compareNominees(nominees: Nominees, reading: Reading): Entry[] {
  return new Comparison(nominees, reading).entries();
}

class Comparison {
  private readonly byReference: ReadonlyMap<string, OurDocument>;
  /** Our documents that may stand for a line, until one does. */
  private readonly free: Set<OurDocument>;
  private readonly claimedBy = new Map<OurDocument, string>();
  private readonly judged: Entry[] = [];

  constructor(
    private readonly nominees: Nominees,
    private readonly reading: Reading,
  ) {
    this.byReference = new Map(nominees.documents.map((document) => [document.reference, document]));
    this.free = new Set([...nominees.documents].sort(byCreation).filter((document) => isOurs(document) && nominees.absence(document) !== null));
  }

  entries(): Entry[] {
    const classes = this.classified();
    const of = <Is extends Reference['is']>(is: Is) =>
      classes.flatMap(({ line, reference }) => (reference.is === is ? [{ line, reference: reference as Extract<Reference, { is: Is }> }] : []));
    this.judgeKnownLines(of('document').map(({ line }) => line));
    for (const { line, reference } of of('of a payment')) this.judgeLineOfPayment(line, reference.request);
    const mangled = of('mangled').filter(({ line, reference }) => !this.proposeMangled(line, reference));
    const empty = this.proposeEmpty(of('empty').map(({ line }) => line));
    const theirs = [...of('of no payment'), ...mangled, ...empty.map((line) => ({ line, reference: null }))];
    const named = new Map<OurDocument, string>();
    for (const { line, reference } of theirs) this.add(line, null, onlyTheirs(line, this.alike(line, reference, named)));
    for (const { line } of of('foreign')) this.judgeForeign(line, named);
    for (const document of this.free) this.judgeFree(document, named.get(document) ?? null);
    for (const document of this.nominees.documents) if (!isOurs(document)) this.judgeFree(document, null);
    return this.judged;
  }

  private classified(): Array<{ readonly line: Line; readonly reference: Reference }> {
    const { lines, references } = this.nominees;
    return [...lines].sort(byPaymentId).map((line) => ({ line, reference: classify(line.reference, references) }));
  }

  /** Of several lines of one reference its own booking is first, then what agrees with it, then the oldest. */
  private judgeKnownLines(lines: readonly Line[]): void {
    const rank = (line: Line): number => {
      const document = this.byReference.get(line.reference);
      if (!document) return 0;
      if (document.supplierPaymentId === line.paymentId) return 0;
      return differingFacts(line, document, this.reading.item).length === 0 ? 1 : 2;
    };
    for (const line of [...lines].sort((a, b) => rank(a) - rank(b) || byPaymentId(a, b))) {
      const document = this.byReference.get(line.reference);
      if (!document) throw new RangeError(`reference ${line.reference} is known and its document is not among the nominees`);
      const verdict = judgeKnown(line, document, this.reading, this.claimedBy.get(document) ?? null);
      this.add(line, document, verdict);
    }
  }

  private judgeLineOfPayment(line: Line, request: string): void {
    const payment = this.nominees.payment(request);
    if (!payment) throw new RangeError(`request ${request} is known and its payment is not among the nominees`);
    const missing = [...this.free].filter(({ reference }) => payment.references.includes(reference));
    const equal = missing.find((document) => differingFacts(line, document, this.reading.item).length === 0);
    const standsFor = equal ?? (missing.length === 1 ? (missing[0] ?? null) : null);
    const about = standsFor ?? this.byReference.get(payment.references[0] ?? '') ?? null;
    this.add(line, about, judgeOfPayment(line, payment, standsFor, this.reading));
  }

  private proposeMangled(line: Line, { reference, request }: Extract<Reference, { is: 'mangled' }>): boolean {
    const named = this.named(reference, request).filter((document) => this.free.has(document));
    const [proposal] = named.length === 1 ? proposeByRank([line], named) : [];
    if (!proposal) return false;
    this.add(line, proposal.document, pairedByFacts(line, proposal.document, proposal));
    return true;
  }

  private named(reference: string | null, request: string | null): OurDocument[] {
    const references = reference !== null ? [reference] : request !== null ? (this.nominees.payment(request)?.references ?? []) : [];
    return references.flatMap((one) => this.byReference.get(one) ?? []);
  }

  /** Those that stay without a document. */
  private proposeEmpty(lines: readonly Line[]): Line[] {
    const proposals = proposeByRank(lines, [...this.free]);
    for (const proposal of proposals) this.add(proposal.line, proposal.document, pairedByFacts(proposal.line, proposal.document, proposal));
    const paired = new Set(proposals.map(({ line }) => line));
    return lines.filter((line) => !paired.has(line));
  }

  private judgeForeign(line: Line, named: Map<OurDocument, string>): void {
    if (this.nominees.sharedCode) this.add(line, null, { is: 'explained', as: 'other channel' });
    else this.add(line, null, onlyTheirs(line, this.alike(line, null, named)));
  }

  /** A document of ours that looks like it, each told of one line. */
  private alike(line: Line, reference: Reference | null, named: Map<OurDocument, string>): OurDocument | null {
    const byName = reference?.is === 'mangled' ? this.named(reference.reference, reference.request) : [];
    const looks = (document: OurDocument) => document.supplierPaymentId === line.paymentId || factsKey(document) === factsKey(line);
    const found = byName[0] ?? [...this.free].find((document) => !named.has(document) && looks(document)) ?? null;
    if (found && !named.has(found)) named.set(found, line.paymentId);
    return found;
  }

  private judgeFree(document: OurDocument, alike: string | null): void {
    const absence = this.nominees.absence(document);
    if (absence && !this.isNamedByReference(document)) this.add(null, document, judgeAbsent(document, { ...absence, alike }));
  }

  /** What is not counted as ours and has a line is judged with its line. */
  private isNamedByReference(document: OurDocument): boolean {
    return !isOurs(document) && this.claimedBy.has(document);
  }

  private add(line: Line | null, document: OurDocument | null, verdict: Verdict): void {
    const entry = { line, document, verdict };
    this.judged.push(entry);
    if (!line || !document) return;
    if (isPair(entry)) this.free.delete(document);
    if (isPair(entry) || !isOurs(document)) this.claimedBy.set(document, line.paymentId);
  }
}
