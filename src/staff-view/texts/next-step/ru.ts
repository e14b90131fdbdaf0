import type { StepArgs } from '../../next-step';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

export const ru: Words<StepArgs> = {
  secondPerson: ({ staff, decision }) => `решение ${staff} «${terms.decision[decision]}» ждёт второго лица`,
  beingCarriedOut: ({ staff, decision }) => `решение ${staff} «${terms.decision[decision]}» исполняется`,
  bookingKept: ({ supplier }) => `у ${supplier} осталась проводка неуспешного платежа: откатите её, а если откажут, спишите в убыток`,
  paidForNothing: ({ supplier }) => `${supplier} отказал в том, за что агент уже заплатил: верните деньги`,
  halfTakenBack: ({ supplier }) =>
    `${supplier} откатил только часть: сторнируйте ещё раз или спишите остаток в убыток, и агент получит все деньги назад`,
  lookAndClose: ({ why }) => `разберитесь, что произошло (${why}), и закройте вопрос`,
  callbackAsked: ({ at }) => `ничего: платёж закрыт, агенту отправляется обратный вызов, запрошенный ${at}`,
  callbackWithoutAddress: () => 'сообщить агенту не удалось: у него нет адреса для обратного вызова',
  callbackGivenUp: () => 'сообщить агенту не удалось',
  callbackTriedAgain: ({ dueAt }) => `ничего: платёж закрыт, обратный вызов повторяется, пока агент его не примет, следующий не раньше ${dueAt}`,
  closed: () => 'ничего: платёж закрыт',
  partBooked: () => 'откатите проведённое, а если откажут, спишите в убыток',
  fateUnknown: ({ supplier, reference }) =>
    `узнайте у ${supplier}, что стало с ${reference}, затем решите: --succeeded, --failed КОД или --send-again`,
  nothingSent: ({ why }) =>
    `ничего ещё не отправлено, попытки продолжаются: устраните причину (${why ?? 'не указана'}) или завершите платёж через --failed КОД`,
  askOnceMore: ({ supplier }) => `спросите у ${supplier}; пока что можно повторить запрос статуса`,
  supplierStopped: ({ supplier, by, why }) =>
    by === null
      ? `${supplier} остановлен (${why ?? 'причина не указана'}): выясните, что случилось`
      : `${supplier} остановлен, остановил ${by} (${why ?? 'причина не указана'}): возобновите, когда заработает`,
  goesOn: () => 'ничего: платёж идёт сам',
};
