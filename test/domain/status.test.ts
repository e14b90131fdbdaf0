import { isFailure, isFinal, isRequestStatus, messageOf, STATUS_TABLE, statusRow } from '../../src/domain/status';

/** «Список кодов», with its columns Final and Request. */
const DOCUMENT: ReadonlyArray<readonly [code: number, message: string, final: boolean, request: boolean]> = [
  [1, 'Транзакция создана', false, false],
  [2, 'Транзакция в процессе отправки к поставщику', false, false],
  [3, 'Транзакция создана у поставщика', false, false],
  [4, 'Запрос обрабатывается', false, false],
  [5, 'Запрос обрабатывается', false, false],
  [9, 'Транзакция в процессе получения статуса', false, false],
  [10, 'Транзакция успешна', true, false],
  [-1, 'Ошибка авторизации', false, true],
  [-2, 'Недостаточно средств для транзакции', false, true],
  [-3, 'Транзакция отменена', false, true],
  [-4, 'Транзакция не найдена', false, true],
  [-100, 'Неверный формат аккаунта по услуге', true, false],
  [-105, 'Аккаунт не найден', true, false],
  [-110, 'Транзакция невозможна по запрету оператора', true, false],
  [-111, 'Пополнение анонимного кошелька запрещено', true, false],
  [-115, 'Транзакция невозможна по техническим причинам', true, false],
  [-120, 'Аккаунт неактивен', true, false],
  [-200, 'Сумма в недопустимом диапазоне', true, false],
  [-201, 'Сумма мала', true, false],
  [-202, 'Сумма велика', true, false],
  [-203, 'Не удалось проверить счет', true, false],
  [-300, 'Неизвестная ошибка оператора', true, false],
  [-500, 'Ошибка запроса', false, true],
  [-501, 'Сервисный маршрут не найден', false, true],
  [-502, 'Обменный курс не найден', false, true],
  [-503, 'Ошибка при записи платежа в БД', false, true],
];

test.each(DOCUMENT)('%i is «%s» (final %s, of the request %s) as in the document’s list', (code, message, final, request) => {
  expect(messageOf(code)).toBe(message);
  expect(statusRow(code)).toMatchObject({ code, ru: message, final });
  expect(isFinal(code)).toBe(final);
  expect(isRequestStatus(code)).toBe(request);
  expect(isFailure(code)).toBe(final && code !== 10);
});

test('the table holds the document’s codes, each once, and no others', () => {
  expect(STATUS_TABLE.map(({ code }) => code)).toEqual(DOCUMENT.map(([code]) => code));
});

test('no code of a request ends a payment', () => {
  for (const { code, of, final } of STATUS_TABLE) expect([code, of === 'request' && final]).toEqual([code, false]);
});

test('every code has its text in three languages', () => {
  for (const { code } of STATUS_TABLE)
    for (const language of ['ru', 'kk', 'en'] as const) expect(messageOf(code, language).length).toBeGreaterThan(3);
});

test('a code that the document does not know is neither final nor of the request, and has no text', () => {
  for (const code of [0, 6, 11, -5, -99, -301, -504]) {
    expect([statusRow(code), isFinal(code), isFailure(code), isRequestStatus(code)]).toEqual([undefined, false, false, false]);
    expect(() => messageOf(code)).toThrow(`no such ResponseStatus: ${code}`);
  }
});
