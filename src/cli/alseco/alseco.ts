import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { AccountNumber, BillCode, MonthText } from '../../contracts/alseco/questions';
import { ACCOUNT_STATE_TEXTS, DESK_TEXTS } from '../../contracts/alseco/texts';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { fields } from '../terminal/table';
import { verb } from '../terminal/verb';
import { atDesk, orComplain } from './desk';
import { newFile } from './file';
import { invoicesCommand } from './invoices';
import { alsecoLists } from './lists';

/** `tolem alseco …`: what a clerk asks Alseco. Nothing here changes anything, there or here. */
export function alsecoCommand(io: Io): Command {
  const noun = new Command('alseco');
  noun
    .command('account <account>')
    .description('who the subscriber is, and the state of the account')
    .action(verb(io, z.object({ account: AccountNumber }), account));
  noun
    .command('state <account>')
    .description('state of an account: active, not there, deleted, merged')
    .action(verb(io, z.object({ account: AccountNumber }), state));
  noun
    .command('period')
    .description('the month that is open at Alseco; it turns some days after the calendar')
    .action(
      verb(io, z.object({}), (session) =>
        atDesk(session, async (desk, context) => {
          const { month } = orComplain(session, await desk.period(context));
          session.show({ period: month }, () => [month]);
        }),
      ),
    );
  noun.addCommand(invoicesCommand(io));
  noun
    .command('invoice-pdf <account> <month>')
    .description('the printed bill as PDF, all pages; it may be an earlier month')
    .option('--out <file>', 'where to (else invoice-ACCOUNT-MONTH.pdf here)')
    .action(
      verb(io, z.object({ account: AccountNumber, month: MonthText, out: z.string().min(1).optional() }), (session, asked) =>
        atDesk(session, async (desk, context) => {
          const file = asked.out ?? `invoice-${asked.account}-${asked.month}.pdf`;
          const { bytes } = orComplain(session, await desk.pdf(asked, context));
          await printed(session, file, bytes, { mayBeEarlierMonth: true }, DESK_TEXTS.mayBeEarlierMonth[session.language]);
        }),
      ),
    );
  noun
    .command('invoice-image <account> <bill> <month>')
    .description('one bill as GIF; <bill> is the code that stands on it')
    .option('--out <file>', 'where to (else invoice-ACCOUNT-BILL-MONTH.gif here)')
    .action(
      verb(io, z.object({ account: AccountNumber, bill: BillCode, month: MonthText, out: z.string().min(1).optional() }), (session, asked) =>
        atDesk(session, async (desk, context) => {
          const file = asked.out ?? `invoice-${asked.account}-${asked.bill}-${asked.month}.gif`;
          const { bytes } = orComplain(session, await desk.image(asked, context));
          await printed(session, file, bytes, {}, null);
        }),
      ),
    );
  alsecoLists(noun, io);
  return noun;
}

function account(session: Session, { account: number }: { account: string }): Promise<void> {
  return atDesk(session, async (desk, context) => {
    const { state: said } = orComplain(session, await desk.state(number, context));
    const info = said === 'Active' ? orComplain(session, await desk.info(number, context)).info : null;
    session.show({ account: number, state: said, info }, () =>
      fields([
        ['account', number],
        ['state', `${said}: ${ACCOUNT_STATE_TEXTS[said][session.language]}`],
        ['name', info?.name],
        ['address', info?.address],
        ['RNN', info?.rnn],
        ['phone', info?.phone],
        ['square', info?.square],
        ['people', info?.people],
      ]),
    );
  });
}

function state(session: Session, { account: number }: { account: string }): Promise<void> {
  return atDesk(session, async (desk, context) => {
    const { state: said } = orComplain(session, await desk.state(number, context));
    session.show({ account: number, state: said }, () => [`${said}: ${ACCOUNT_STATE_TEXTS[said][session.language]}`]);
  });
}

function printed(session: Session, name: string, bytes: Buffer, also: object, note: string | null): Promise<void> {
  return newFile(name, async (file) => {
    await writeFile(file, bytes, { flag: 'wx' });
    session.show({ file, bytes: bytes.length, ...also }, () => [`${file} (${bytes.length} bytes)`, ...(note ? [`${note}.`] : [])]);
  });
}
