import type { Command } from 'commander';
import { z } from 'zod';
import { findPayment } from '../../registry/payment/payments';
import { Refused } from '../../registry/staff/refused';
import { SCREENS } from '../../staff-view/screens';
import { AgentNumber, Reason, TransactionNumber } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { verb } from '../terminal/verb';

const Revealed = z.object({ agent: AgentNumber, transaction: TransactionNumber, reason: Reason });

/** `payment reveal-code`: a voucher's code is money; who saw it, and why, stays in the audit. */
export function paymentReveal(io: Io, noun: Command): void {
  noun
    .command('reveal-code <agent> <transaction>')
    .description("a voucher's code in clear; an audit row tells who saw it and why")
    .requiredOption('--reason <words>', 'why it must be seen')
    .action(
      verb(io, Revealed, async (session, { agent, transaction, reason }) => {
        const code = await session.act({ action: 'payment.reveal-code', subject: `payment:${agent}:${transaction}`, reason }, async (tx) => {
          const payment = await findPayment(tx, agent, transaction);
          if (!payment) throw new Refused(SCREENS[session.language].unknownPayment({ agent, transaction }));
          if (!payment.voucherCode) throw new Refused('The payment has no voucher code.');
          return session.vault().open(payment.voucherCode);
        });
        session.show({ agent, transaction, code }, () => [code]);
      }),
    );
}
