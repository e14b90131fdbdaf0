import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';

export const ru: Words<ScreenArgs> = {
  emptyInbox: () => 'Ничто не требует внимания.',
  inboxEnd: ({ count, more }) => `Всего ${count}${more.length > 0 ? `, показано не всё: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'Расхождений нет.',
  breakSigned: ({ id }) => `Расхождение ${id} подписано.`,
};
