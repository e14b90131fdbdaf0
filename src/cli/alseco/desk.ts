import { DESK_TEXTS, LIST_ERROR_TEXTS } from '../../contracts/alseco/texts';
import type { Exchange } from '../../contracts/supply';
import { supplierMemory } from '../../registry/demo';
import { keepExchange } from '../../registry/evidence/exchanges';
import { Refused } from '../../registry/staff/refused';
import { demandPermission } from '../../registry/staff/staff';
import { createAdmissions } from '../../suppliers/admission';
import { type ClerkDesk, clerkDesk, isTextual, troubleOf } from '../../suppliers/alseco/clerk/desk';
import type { AlsecoContext } from '../../suppliers/alseco/connection';
import type { ListEnd } from '../../suppliers/alseco/lists';
import { createSuppliers } from '../../suppliers/routes';
import type { NotSent, Unknown } from '../../suppliers/supplier';
import type { Session } from '../terminal/session';

/** A clerk's question from the terminal: as a named account that may ask, with the raw exchange kept. */
export async function atDesk<T>(session: Session, work: (desk: ClerkDesk, context: AlsecoContext) => Promise<T>): Promise<T> {
  await demandPermission(session.database, await session.actor(), 'alseco.ask');
  const { config, ladders, database } = session;
  const admissions = createAdmissions(config, ladders, { ...supplierMemory(database), noteReal: async () => {} });
  const suppliers = createSuppliers(config, ladders, 'agents', admissions);
  const exchanges: Exchange[] = [];
  try {
    const desk = clerkDesk(suppliers);
    if (!desk) throw new Refused('No Alseco is configured.');
    return await work(desk, { signal: new AbortController().signal, keep: (exchange) => void exchanges.push(exchange) });
  } finally {
    for (const exchange of exchanges)
      await keepExchange(session.database, 'alseco', null, exchange).catch((error: Error) =>
        session.io.err(`The raw exchange was not kept: ${error.message}\n`),
      );
    await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
  }
}

/** The answer, or the sentence that says why there is none, in the reader's language with Alseco's own words. */
export function orComplain<T extends { readonly kind: string }>(
  session: Session,
  answer: T,
): Exclude<T, NotSent | Unknown | Extract<ListEnd, { kind: 'failed' }>> {
  if (answer.kind !== 'not sent' && answer.kind !== 'unknown' && answer.kind !== 'failed')
    return answer as Exclude<T, NotSent | Unknown | Extract<ListEnd, { kind: 'failed' }>>;
  const { code, said } = troubleOf(answer as unknown as Parameters<typeof troubleOf>[0]);
  const words = isTextual(code) ? LIST_ERROR_TEXTS[code] : DESK_TEXTS.noAnswer;
  throw new Refused(`${words[session.language]}: ${said}`);
}
