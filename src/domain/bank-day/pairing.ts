import { byPaymentId } from '../ids';
import { dayRelation } from './facts';
import type { Line, OurDocument } from './verdict';

export interface Proposal {
  readonly line: Line;
  readonly document: OurDocument;
  readonly rank: number;
  readonly of: number;
}

/**
 * Lines without a reference beside documents that no line stands for, within the same account, invoice or service, and sum: by rank of
 * time, PaymentId beside CreatedOn. Of n lines and k documents the first min(n, k) are proposed; a document whose own PaymentId a line
 * carries is that line's first.
 */
export function proposeByRank(lines: readonly Line[], documents: readonly OurDocument[]): Proposal[] {
  const groups = new Map<string, { readonly lines: Line[]; readonly documents: OurDocument[] }>();
  for (const line of lines) {
    const group = groups.get(factsKey(line)) ?? { lines: [], documents: [] };
    groups.set(factsKey(line), group);
    group.lines.push(line);
  }
  for (const document of documents) if (document.item !== null) groups.get(factsKey(document))?.documents.push(document);
  return [...groups.values()].flatMap(rankWithin);
}

function rankWithin(group: { readonly lines: readonly Line[]; readonly documents: readonly OurDocument[] }): Proposal[] {
  const lines = [...group.lines].sort(byPaymentId);
  const documents = [...group.documents].sort(byCreation);
  const taken = new Map<OurDocument, Line>();
  const waiting = lines.filter((line) => {
    const own = documents.find((document) => document.supplierPaymentId === line.paymentId && fits(line, document));
    if (own) taken.set(own, line);
    return !own;
  });
  for (const line of waiting) {
    const next = documents.find((document) => !taken.has(document) && fits(line, document));
    if (next) taken.set(next, line);
  }
  return documents.flatMap((document, at) => {
    const line = taken.get(document);
    return line ? [{ line, document, rank: at + 1, of: documents.length }] : [];
  });
}

const fits = (line: Line, document: OurDocument): boolean => dayRelation(line, document) !== 'other';

/** The same account, invoice or service, and sum. Amounts are canonical decimal text. */
export const factsKey = ({ account, item, amount }: Pick<OurDocument, 'account' | 'item' | 'amount'>): string =>
  JSON.stringify([account, item, amount]);

export const byCreation = (a: OurDocument, b: OurDocument): number =>
  Date.parse(a.createdOn) - Date.parse(b.createdOn) || (a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : a.number - b.number);
