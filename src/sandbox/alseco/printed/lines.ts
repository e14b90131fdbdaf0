import { money, sum, twoPlaces } from '../../../domain/money';
import type { Account, Service } from '../accounts';
import type { FormedInvoice } from '../register';

/** What stands on a printed bill, line by line, as a subscriber knows it from paper. */
export function billLines(account: Account, invoice: FormedInvoice): readonly string[] {
  const { services } = invoice.seed;
  const field = (name: string, value: string): string[] =>
    wrapped(value, COLUMNS - LABEL).map((line, at) => (at === 0 ? name : '').padEnd(LABEL) + line);
  return [
    'АЛСЕКО                     ТҮБІРТЕК / КВИТАНЦИЯ (песочница)',
    RULE,
    ...field('Лицевой счёт', account.id),
    ...field('Абонент', account.name),
    ...field('Адрес', account.address),
    ...field('Электронный счёт', invoice.number),
    ...field('Код квитанции', invoice.seed.serial),
    ...field('Период', invoice.period),
    RULE,
    row({ id: 'Код', name: 'Услуга', prev: 'Пред.', last: 'Послед.', due: 'К оплате' }),
    RULE,
    ...services.flatMap(serviceLines),
    RULE,
    row({ id: '', name: 'Оплатить всё', prev: '', last: '', due: twoPlaces(sum(services.map((service) => money(service.fixSum)))) }),
  ];
}

const COLUMNS = 60;
const LABEL = 18;
const NAME = 28;
const RULE = '-'.repeat(COLUMNS);

function serviceLines(service: Service): string[] {
  const [first = '', ...more] = wrapped(service.name, NAME - 1);
  return [
    row({ id: service.id, name: first, prev: reading(service.prev), last: reading(service.last), due: twoPlaces(money(service.fixSum)) }),
    ...more.map((name) => row({ id: '', name, prev: '', last: '', due: '' })),
    ...(service.debtInfo ? [row({ id: '', name: service.debtInfo, prev: '', last: '', due: '' })] : []),
  ];
}

const row = ({ id, name, prev, last, due }: Record<'id' | 'name' | 'prev' | 'last' | 'due', string>): string =>
  id.padEnd(4) + name.padEnd(NAME) + prev.padStart(9) + last.padStart(9) + due.padStart(10);

/** A meter without its empty places: `931.032000` is 931.032. */
const reading = (count: string | undefined): string => (count === undefined ? '' : money(count));

/** Whole words where they fit; a longer one is cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
