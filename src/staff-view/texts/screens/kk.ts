import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';

export const kk: Words<ScreenArgs> = {
  emptyInbox: () => 'Назар аударуды қажет ететін ештеңе жоқ.',
  inboxEnd: ({ count, more }) => `Барлығы ${count}${more.length > 0 ? `, бәрі көрсетілмеген: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'Алшақтық жоқ.',
  breakSigned: ({ id }) => `${id}-алшақтыққа қол қойылды.`,
};
