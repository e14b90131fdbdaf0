import type { ScreenArgs } from '../../screens';
import type { Words } from '../../told';

export const en: Words<ScreenArgs> = {
  emptyInbox: () => 'Nothing needs a hand.',
  inboxEnd: ({ count, more }) => `${count} in all${more.length > 0 ? `, and there is more of: ${more.join(', ')} (--limit)` : ''}.`,
  noBreak: () => 'There is no break.',
  breakSigned: ({ id }) => `Break ${id} is signed.`,
};
