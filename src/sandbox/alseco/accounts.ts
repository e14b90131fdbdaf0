/** The sandbox's subscribers. Counts and sums are exact decimals as Alseco prints them. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly isCounter?: boolean;
  readonly measure?: string;
  readonly tariff?: string;
  readonly expireInfo?: string;
  readonly avgPaySum?: string;
  readonly avgCount?: string;
  readonly last?: string;
  readonly prev?: string;
  readonly fixCount?: string;
  readonly fixSum: string;
  readonly debtInfo?: string;
  /** Paid in the current month elsewhere. */
  readonly paidElsewhere?: string;
}

export interface InvoiceSeed {
  /** The last eight digits; the first four are the period. */
  readonly serial: string;
  /** `2407`: a number that never changes; else it is formed this many months before the current period. */
  readonly period?: string;
  readonly monthsAgo?: number;
  /** Listed, and no longer there when it is paid. */
  readonly refused?: true;
  readonly services: readonly Service[];
}

export interface Account {
  readonly id: string;
  readonly state: 'Active' | 'Deleted' | 'Merged';
  readonly name: string;
  readonly address: string;
  readonly iin: string;
  /** The bill of the current period is not formed (until `/control/form`). */
  readonly notFormed?: boolean;
  readonly square: string;
  readonly people: string;
  readonly invoices: readonly InvoiceSeed[];
}

const meter = (id: string, name: string, prev: string, last: string, fixSum: string): Service => ({ id, name, prev, last, fixSum });
const flat = (id: string, name: string, fixSum: string): Service => ({ id, name, fixSum });

/** 815 of the Partner API's documents: account 7898380, invoice 240710296539, to the last digit. */
const SAMPLE: InvoiceSeed = {
  serial: '10296539',
  period: '2407',
  services: [
    meter('13', 'Электр қуаты | Электр. энергия', '18754.000000', '18888.000000', '3475.96'),
    meter('14', 'Ыстық су, Есептеуіш | Гор. вода, Счётчик', '924.000000', '952.000000', '10517.64'),
    meter('12', 'Суық су,Есептеуіш | Хол.вода,Счетчик', '931.032000', '966.000000', '1974.64'),
    meter('25', 'Суық су к-ясы,Есеп-іш | К-ция хол.воды,Сч-к', '931.032000', '966.000000', '1144.85'),
    flat('114', 'Канализация | Канализация', '618.72'),
    flat('36', 'Газ | Газ', '2345.65'),
    flat('11', 'ҚТҚ шығару | Вывоз ТБО', '4311.00'),
    flat(
      '133',
      'Мүлік салығы | Налог на имущество ЖСН/ИИН: 000819501142; 27.06.2024 ж. дейінгі төлемдер ескерілді/ Учтены платежи до 27.06.2024 г.',
      '3405.76',
    ),
  ],
};

/** «Электроэнергия» and «Газ со счетчиком» of Alseco's own document, with its texts of debt and overpayment. */
const ELECTRICITY: Service = {
  id: '13',
  name: 'Электроэнергия',
  isCounter: true,
  measure: 'тг/кВт.ч',
  tariff: '8.090000',
  avgPaySum: '896.00',
  avgCount: '140.000000',
  last: '0.000000',
  prev: '4870.000000',
  fixCount: '0.000000',
  fixSum: '339.78',
  debtInfo: 'долг 339.78',
};
const GAS: Service = {
  id: '37',
  name: 'Газ со счетчиком',
  measure: 'тг/м3',
  tariff: '14.850000',
  expireInfo: 'Тґлеу мерзімі 30.11.2007 ж. дейін.Срок оплаты до 30.11.2007г.',
  avgPaySum: '0.00',
  avgCount: '0.000000',
  last: '610.000000',
  prev: '595.000000',
  fixCount: '15.000000',
  fixSum: '0.00',
  debtInfo: 'арт.төлен переп. 415.90',
};

const home = { state: 'Active', iin: '660523302303', square: '44.000000', people: '1', name: '-' } as const;
const at = (flatNumber: number): string => `Алматы қ.|г.Алматы, Абай даңғ.|пр.Абая үй|д.10 ${flatNumber} пәтер/кв.`;
const WATER = flat('12', 'Суық су | Хол. вода', '1500.00');
const HEAT = flat('16', 'Жылу | Отопление', '6200.50');
const WASTE = flat('11', 'ҚТҚ шығару | Вывоз ТБО', '820.00');

export const ACCOUNTS: readonly Account[] = [
  { ...home, id: '7898380', address: 'Алматы қ.|г.Алматы, ықш.ауд.|м-он Мамыр-7 үй|д.5 27 пәтер/кв.', invoices: [SAMPLE] },
  {
    ...home,
    id: '7898381',
    address: at(1),
    invoices: [
      { serial: '10300001', services: [WATER, HEAT] },
      { serial: '10300002', services: [WASTE, flat('36', 'Газ | Газ', '431.20')] },
    ],
  },
  {
    ...home,
    id: '7898382',
    address: at(2),
    invoices: [
      { serial: '10300004', monthsAgo: 1, services: [WATER, HEAT] },
      { serial: '10300003', services: [WATER, WASTE] },
    ],
  },
  { ...home, id: '7898383', address: at(3), notFormed: true, invoices: [{ serial: '10300005', services: [WATER, HEAT] }] },
  { ...home, id: '7898384', address: at(4), notFormed: true, invoices: [] },
  { ...home, id: '7898385', address: at(5), state: 'Deleted', invoices: [] },
  { ...home, id: '7898386', address: at(6), state: 'Merged', invoices: [] },
  { ...home, id: '7898387', address: at(7), invoices: [{ serial: '10300006', services: [ELECTRICITY, GAS] }] },
  { ...home, id: '7898388', address: at(8), invoices: [{ serial: '10300007', services: [WATER, { ...GAS, paidElsewhere: '1532.00' }] }] },
  {
    ...home,
    id: '7898389',
    address: at(11),
    invoices: [
      { serial: '10300008', monthsAgo: 1, services: [WATER] },
      { serial: '10300009', monthsAgo: 1, services: [WASTE] },
      { serial: '10300010', services: [HEAT] },
    ],
  },
  { ...home, id: '2429284', address: at(9), invoices: [{ serial: '10134655', services: [HEAT, flat('100', 'Лифт | Лифт', '177.31')] }] },
  { ...home, id: '1988565', address: at(10), invoices: [{ serial: '10145089', services: [WATER, flat('101', 'Домофон | Домофон', '158.32')] }] },
];
/** 5000000…5009999: a subscriber for each of many payments at once; from 5005000 on with a second bill, which Pay refuses. */
export function oneOfMany(id: string): Account | undefined {
  if (!/^500\d{4}$/.test(id)) return undefined;
  const refused: readonly InvoiceSeed[] = id < '5005000' ? [] : [{ serial: `3${id}`, refused: true, services: [WASTE] }];
  return { ...home, id, address: at(Number.parseInt(id.slice(3), 10)), invoices: [{ serial: `2${id}`, services: [WATER, HEAT] }, ...refused] };
}
/** Whose bill it is, by the serial of a bill of one of many. */
export const ownerOf = (serial: string): Account | undefined => (/^[23]/.test(serial) ? oneOfMany(serial.slice(1)) : undefined);

/** No such subscriber. */
export const UNKNOWN_ACCOUNT = '7777444';
