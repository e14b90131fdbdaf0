import type { Language } from '../domain/status';

/** Of a key whose words need no argument. */
export type Nothing = Readonly<Record<never, never>>;

/** What a subject may say: for each key the arguments that its words need. `{}` where they need none. */
export type Words<Args> = { readonly [Key in keyof Args]: (args: Args[Key]) => string };

/** One thing told to people, as data: a program reads key and arguments, a person its words. */
export type Told<Args> = { readonly [Key in keyof Args]: { readonly key: Key; readonly args: Args[Key] } }[keyof Args];

/** A language or a key that is missing does not compile. */
export type InEveryLanguage<Args> = Readonly<Record<Language, Words<Args>>>;

export function tell<Args, Key extends keyof Args>(
  words: InEveryLanguage<Args>,
  language: Language,
  { key, args }: { readonly key: Key; readonly args: Args[Key] },
): string {
  return words[language][key](args);
}
