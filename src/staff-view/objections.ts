import type { Objection, ObjectionArgs } from '../domain/objections';
import type { Language } from '../domain/status';
import { en } from './texts/objections/en';
import { kk } from './texts/objections/kk';
import { ru } from './texts/objections/ru';
import { type InEveryLanguage, tell } from './told';

const WORDS: InEveryLanguage<ObjectionArgs> = { en, ru, kk };

/** Why staff may not decide something, as one sentence. */
export const objectionInWords = (objection: Objection, language: Language): string => tell(WORDS, language, objection);
