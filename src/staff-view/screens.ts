import { en } from './texts/screens/en';
import { kk } from './texts/screens/kk';
import { ru } from './texts/screens/ru';
import type { InEveryLanguage } from './told';

type Nothing = Readonly<Record<never, never>>;

/** What a screen says besides its rows. */
export interface ScreenArgs {
  readonly emptyInbox: Nothing;
  /** `more`: names of the kinds of which there are more than shown. */
  readonly inboxEnd: { readonly count: number; readonly more: readonly string[] };
  readonly noBreak: Nothing;
  readonly breakSigned: { readonly id: string };
}

export const SCREENS: InEveryLanguage<ScreenArgs> = { en, ru, kk };
