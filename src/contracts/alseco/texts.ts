import type { AccountState, InvoiceState, ListError } from './states';

/** What people read, in the three languages of the trade; the document's own words stand in the Russian column where it has any. */
export const LANGUAGES = ['ru', 'kk', 'en'] as const;
export type TextLanguage = (typeof LANGUAGES)[number];
export type Texts = Readonly<Record<TextLanguage, string>>;

export const LIST_ERROR_TEXTS: Readonly<Record<ListError | 'other', Texts>> = {
  'before november 2017': {
    ru: 'Дата раньше 1 ноября 2017 г.: раньше этого дня отчёта нет',
    kk: 'Күні 2017 жылғы 1 қарашадан ерте: бұл күнге дейін есеп жоқ',
    en: 'The date is before 1 November 2017: there is no report for earlier days',
  },
  'month later than current': {
    ru: 'Месяц позже текущего периода АЛСЕКО',
    kk: 'Ай АЛСЕКО-ның ағымдағы кезеңінен кеш',
    en: "The month is later than Alseco's current period",
  },
  'bank not found': {
    ru: 'Не найден банк: АЛСЕКО не знает нашего кода банка',
    kk: 'Банк табылмады: АЛСЕКО біздің банк кодын білмейді',
    en: 'The bank was not found: Alseco does not know our bank code',
  },
  'day not marked': {
    ru: 'День не отмечен: операторы АЛСЕКО ещё не отметили его как готовый',
    kk: 'Күн белгіленбеген: АЛСЕКО операторлары оны әлі дайын деп белгілемеген',
    en: "The day is not marked: Alseco's operators have not marked it as ready yet",
  },
  'no data for the day': { ru: 'Нет данных за выбранный день', kk: 'Таңдалған күнге деректер жоқ', en: 'There is no data for that day' },
  'no data for the period': { ru: 'Нет данных за выбранный период', kk: 'Таңдалған кезеңге деректер жоқ', en: 'There is no data for that period' },
  'no data': {
    ru: 'Нет данных по указанным параметрам',
    kk: 'Көрсетілген параметрлер бойынша деректер жоқ',
    en: 'There is no data for what was asked',
  },
  other: { ru: 'АЛСЕКО ответила ошибкой', kk: 'АЛСЕКО қатемен жауап берді', en: 'Alseco answered with an error' },
};

export const ACCOUNT_STATE_TEXTS: Readonly<Record<AccountState, Texts>> = {
  Active: { ru: 'активный', kk: 'белсенді', en: 'active' },
  NotFound: { ru: 'номер абонента не найден', kk: 'абонент нөмірі табылмады', en: 'there is no such account' },
  Deleted: {
    ru: 'номер абонента удалён либо удалены все его услуги',
    kk: 'абонент нөмірі немесе оның барлық қызметтері жойылған',
    en: 'the account or all its services are deleted',
  },
  Merged: { ru: 'абонент был слит с другим абонентом', kk: 'абонент басқа абонентпен біріктірілген', en: 'the account was merged with another one' },
};

export const INVOICE_STATE_TEXTS: Readonly<Record<InvoiceState, Texts>> = {
  Success: { ru: 'счета сформированы', kk: 'шоттар қалыптастырылған', en: 'invoices are formed' },
  InvoicesNotFormed: {
    ru: 'счета этого периода ещё не сформированы',
    kk: 'осы кезеңнің шоттары әлі қалыптастырылмаған',
    en: "this period's invoices are not formed yet",
  },
  AccountNotFound: ACCOUNT_STATE_TEXTS.NotFound,
  AccountIsDeleted: ACCOUNT_STATE_TEXTS.Deleted,
  AccountIsMerged: ACCOUNT_STATE_TEXTS.Merged,
  InvoiceNotFound: { ru: 'электронный счёт не найден', kk: 'электрондық шот табылмады', en: 'there is no such invoice' },
};

export const DESK_TEXTS = {
  mayBeEarlierMonth: {
    ru: 'Может быть за более ранний месяц: если за выбранный квитанции нет, АЛСЕКО молча даёт последнюю из шести предыдущих',
    kk: 'Ертерек айдікі болуы мүмкін: таңдалған айда түбіртек болмаса, АЛСЕКО алдыңғы алты айдың соңғысын үнсіз береді',
    en: 'It may be an earlier month: where the asked one has no bill, Alseco silently gives the last of the six before',
  },
  droppedDigit: {
    ru: 'Тринадцатая цифра — контрольная сумма бумажной квитанции, она отброшена; запрошен счёт',
    kk: 'Он үшінші цифр — қағаз түбіртектің бақылау сомасы, ол алынып тасталды; сұралған шот',
    en: 'The thirteenth digit is the check digit of the paper bill and was dropped; the invoice asked for is',
  },
  noAnswer: {
    ru: 'АЛСЕКО не дала ответа, которым можно воспользоваться',
    kk: 'АЛСЕКО пайдалануға болатын жауап бермеді',
    en: 'Alseco gave no answer that can be used',
  },
} as const satisfies Readonly<Record<string, Texts>>;
