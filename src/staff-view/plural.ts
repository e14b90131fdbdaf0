import type { Language } from '../domain/status';

/** The forms of a word that a language counts with. */
export interface Forms {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

const RULES: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  ru: new Intl.PluralRules('ru'),
  kk: new Intl.PluralRules('kk'),
};

/** `1 document`, `5 документов`: the number with the form that its language wants. */
export function counted(language: Language, n: number, forms: Forms): string {
  const form = RULES[language].select(n);
  return `${n} ${(form === 'few' || form === 'many' || form === 'one' ? forms[form] : undefined) ?? forms.other}`;
}
