/**
 * The document's list of codes («Список кодов» / "List of codes"), one row per ResponseStatus.
 * "final?", "of the request or of the payment?", the texts in three languages and the colours of pages all read this table.
 */
export interface StatusRow {
  readonly code: number;
  /** `Message` on the wire: always the document's Russian. */
  readonly ru: string;
  readonly kk: string;
  readonly en: string;
  readonly final: boolean;
  /** A request status says nothing about a payment; a payment status belongs to one. */
  readonly of: 'request' | 'payment';
}

const row = (code: number, final: boolean, of: StatusRow['of'], ru: string, kk: string, en: string): StatusRow => ({ code, final, of, ru, kk, en });

export const STATUS_TABLE = [
  row(1, false, 'payment', 'Транзакция создана', 'Транзакция құрылды', 'Transaction created'),
  row(
    2,
    false,
    'payment',
    'Транзакция в процессе отправки к поставщику',
    'Транзакция жеткізушіге жіберілуде',
    'Transaction is being sent to the supplier',
  ),
  row(3, false, 'payment', 'Транзакция создана у поставщика', 'Транзакция жеткізушіде құрылды', 'Transaction created at the supplier'),
  row(4, false, 'payment', 'Запрос обрабатывается', 'Сұрау өңделуде', 'Request being processed'),
  row(5, false, 'payment', 'Запрос обрабатывается', 'Сұрау өңделуде', 'Request being processed'),
  row(9, false, 'payment', 'Транзакция в процессе получения статуса', 'Транзакция мәртебесі анықталуда', 'Transaction is waiting for its result'),
  row(10, true, 'payment', 'Транзакция успешна', 'Транзакция сәтті', 'Transaction successful'),
  row(-1, false, 'request', 'Ошибка авторизации', 'Авторизация қатесі', 'Authorisation error'),
  row(-2, false, 'request', 'Недостаточно средств для транзакции', 'Транзакцияға қаражат жеткіліксіз', 'Insufficient funds for the transaction'),
  row(-3, false, 'request', 'Транзакция отменена', 'Транзакция тоқтатылды', 'Transaction cancelled'),
  row(-4, false, 'request', 'Транзакция не найдена', 'Транзакция табылмады', 'Transaction not found'),
  row(-100, true, 'payment', 'Неверный формат аккаунта по услуге', 'Қызмет бойынша шот пішімі қате', 'Account format is wrong for the service'),
  row(-105, true, 'payment', 'Аккаунт не найден', 'Шот табылмады', 'Account not found'),
  row(
    -110,
    true,
    'payment',
    'Транзакция невозможна по запрету оператора',
    'Оператор тыйымына байланысты транзакция мүмкін емес',
    'Forbidden by the provider',
  ),
  row(
    -111,
    true,
    'payment',
    'Пополнение анонимного кошелька запрещено',
    'Анонимді әмиянды толтыруға тыйым салынған',
    'Anonymous wallets cannot be topped up',
  ),
  row(
    -115,
    true,
    'payment',
    'Транзакция невозможна по техническим причинам',
    'Техникалық себептерге байланысты транзакция мүмкін емес',
    'Not possible for technical reasons',
  ),
  row(-120, true, 'payment', 'Аккаунт неактивен', 'Шот белсенді емес', 'Account is inactive'),
  row(-200, true, 'payment', 'Сумма в недопустимом диапазоне', 'Сома рұқсат етілмеген аралықта', 'Amount outside the allowed range'),
  row(-201, true, 'payment', 'Сумма мала', 'Сома аз', 'Amount too small'),
  row(-202, true, 'payment', 'Сумма велика', 'Сома үлкен', 'Amount too large'),
  row(-203, true, 'payment', 'Не удалось проверить счет', 'Шотты тексеру мүмкін болмады', 'Bill could not be checked'),
  row(-300, true, 'payment', 'Неизвестная ошибка оператора', 'Оператордың белгісіз қатесі', 'Unknown error of the provider'),
  row(-500, false, 'request', 'Ошибка запроса', 'Сұрау қатесі', 'Request error'),
  row(-501, false, 'request', 'Сервисный маршрут не найден', 'Қызмет бағыты табылмады', 'Service route not found'),
  row(-502, false, 'request', 'Обменный курс не найден', 'Айырбас бағамы табылмады', 'Exchange rate not found'),
  row(-503, false, 'request', 'Ошибка при записи платежа в БД', 'Төлемді дерекқорға жазу қатесі', 'Error while storing the payment'),
] as const;

export const SUCCESS = 10;
export const CREATED = 1;
export const SENDING = 2;
export const TAKEN = 3;
export const ASKING = 9;

export type Language = 'ru' | 'kk' | 'en';

const byCode = new Map<number, StatusRow>(STATUS_TABLE.map((status) => [status.code, status]));

/** The row of a code, or undefined for a code the document does not know (a supplier may send one). */
export const statusRow = (code: number): StatusRow | undefined => byCode.get(code);

export function messageOf(code: number, language: Language = 'ru'): string {
  const found = byCode.get(code);
  if (!found) throw new RangeError(`no such ResponseStatus: ${code}`);
  return found[language];
}

/** Ends a payment: 10 or one of the payment's failure codes. */
export const isFinal = (code: number): boolean => byCode.get(code)?.final === true;
export const isRequestStatus = (code: number): boolean => byCode.get(code)?.of === 'request';
export const isFailure = (code: number): boolean => isFinal(code) && code !== SUCCESS;
