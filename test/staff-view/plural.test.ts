import { counted, type Forms } from '../../src/staff-view/plural';

const FORMS: Readonly<Record<'en' | 'ru' | 'kk', Forms>> = {
  en: { one: 'document', other: 'documents' },
  ru: { one: 'документ', few: 'документа', many: 'документов', other: 'документа' },
  kk: { one: 'құжат', other: 'құжат' },
};

test.each([
  ['en', ['0 documents', '1 document', '2 documents', '5 documents', '11 documents', '21 documents', '22 documents', '101 documents']],
  ['ru', ['0 документов', '1 документ', '2 документа', '5 документов', '11 документов', '21 документ', '22 документа', '101 документ']],
  ['kk', ['0 құжат', '1 құжат', '2 құжат', '5 құжат', '11 құжат', '21 құжат', '22 құжат', '101 құжат']],
] as const)('things are counted as %s counts them', (language, expected) => {
  expect([0, 1, 2, 5, 11, 21, 22, 101].map((n) => counted(language, n, FORMS[language]))).toEqual(expected);
});
