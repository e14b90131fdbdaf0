import type { Command } from 'commander';
import { z } from 'zod';
import { type Signable, signablesOf } from '../../registry/bank-day/signing/signable';
import { dayBreakView, meanings, signingInWords, stateOf } from '../../staff-view/signing';
import { TERMS } from '../../staff-view/terms';
import { DayArgument, SupplierArgument } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { LINE_WIDTH, table, wrapText } from '../terminal/table';
import { verb } from '../terminal/verb';

/** `tolem day breaks`: what differs, what it costs, what may be done about it and by whom. */
export function breaksVerb(noun: Command, io: Io): void {
  noun
    .command('breaks <supplier> <day>')
    .description("what differs between the supplier's book and ours, and how each may end")
    .option('--all', 'closed ones too')
    .action(
      verb(io, z.object({ supplier: SupplierArgument, day: DayArgument, all: z.boolean().optional() }), async (session, { supplier, day, all }) => {
        const found = await signablesOf(session.database, { supplier, day }, all === true);
        session.show(found.map(dayBreakView), () =>
          found.length === 0 ? [signingInWords(session.language, 'noBreaks', { supplier, day })] : lines(session, found),
        );
      }),
    );
}

function lines({ language }: Session, found: readonly Signable[]): string[] {
  const { label, register, break: kinds } = TERMS[language];
  const columns = [
    { title: label.break, right: true, keep: true },
    { title: label.kind, keep: true },
    { title: label.state },
    { title: 'PaymentId', keep: true },
    { title: label.payment },
    { title: found[0]?.supplier ?? '', right: true, keep: true },
    { title: register.ours, right: true, keep: true },
    { title: '±', right: true, keep: true },
    { title: label.evidence },
  ];
  const rows = found.map((one) => [
    one.id,
    [kinds[one.kind], ...one.flags.map((flag) => `[${flag}]`)].join(' '),
    signingInWords(language, 'state', { state: stateOf(one) }),
    one.booking ?? '',
    one.payment ? `${one.payment.agent} ${one.payment.transaction}` : '',
    ...[one.theirs, one.ours, one.effect].map((amount) => (amount === null ? '' : shownMoney(amount))),
    one.evidence,
  ]);
  const means = meanings(found, language).flatMap(({ kind, lines: said }) => [
    '',
    signingInWords(language, 'mayHeading', { kind }),
    ...said.flatMap((line) => wrapText(line, LINE_WIDTH - 2).map((part) => `  ${part}`)),
  ]);
  return [...table(columns, rows), ...means];
}
