import type { StepArgs } from '../../next-step';
import type { Words } from '../../told';
import { kk as terms } from '../terms/kk';

export const kk: Words<StepArgs> = {
  secondPerson: ({ staff, decision }) => `${staff} қабылдаған «${terms.decision[decision]}» шешімі екінші адамды күтуде`,
  beingCarriedOut: ({ staff, decision }) => `${staff} қабылдаған «${terms.decision[decision]}» шешімі орындалуда`,
  bookingKept: ({ supplier }) => `сәтсіз төлемнің жазбасы жеткізушіде (${supplier}) қалған: кері қайтарыңыз, бас тартса, шығынға шығарыңыз`,
  paidForNothing: ({ supplier }) => `агент ақысын төлеген қызметтен ${supplier} бас тартты: ақшасын қайтарыңыз`,
  halfTakenBack: ({ supplier }) =>
    `${supplier} бір бөлігін ғана кері қайтарды: қайтадан сторно жасаңыз немесе қалғанын шығынға шығарыңыз, сонда агент бүкіл ақшасын алады`,
  lookAndClose: ({ why }) => `не болғанын анықтап (${why}), мәселені жабыңыз`,
  callbackAsked: ({ at }) => `ештеңе: төлем жабық, ${at} сұралған кері шақыру агентке жіберілуде`,
  callbackWithoutAddress: () => 'агентке хабарлау мүмкін болмады: кері шақыру мекенжайы жоқ',
  callbackGivenUp: () => 'агентке хабарлау мүмкін болмады',
  callbackTriedAgain: ({ dueAt }) => `ештеңе: төлем жабық, кері шақыру агент қабылдағанша қайталанады, келесісі ${dueAt} уақытынан ерте емес`,
  closed: () => 'ештеңе: төлем жабық',
  partBooked: () => 'өткізілгенін кері қайтарыңыз, бас тартса, шығынға шығарыңыз',
  fateUnknown: ({ supplier, reference }) =>
    `${reference} не болғанын жеткізушіден (${supplier}) біліп, шешіңіз: --succeeded, --failed КОД немесе --send-again`,
  nothingSent: ({ why }) =>
    `әлі ештеңе жіберілген жоқ, әрекет жалғасуда: себебін (${why ?? 'көрсетілмеген'}) жойыңыз немесе --failed КОД арқылы аяқтаңыз`,
  askOnceMore: ({ supplier }) => `жеткізушіден (${supplier}) сұраңыз; әзірше мәртебені қайта сұратуға болады`,
  supplierStopped: ({ supplier, by, why }) =>
    by === null
      ? `${supplier} тоқтатылған (${why ?? 'себебі көрсетілмеген'}): не болғанын анықтаңыз`
      : `${supplier} тоқтатылған, тоқтатқан ${by} (${why ?? 'себебі көрсетілмеген'}): жұмыс істей бастағанда қайта қосыңыз`,
  goesOn: () => 'ештеңе: төлем өздігінен жүріп жатыр',
};
