import { z } from 'zod';
import { GetSettingServicesAnswer } from '../../../contracts/partner-api';
import { ZERO } from '../../../domain/money';
import { printJson } from '../../../wire/json';
import type { Handler } from '../world';

export const getSettingServices: Handler = (_form, _agent, world) =>
  printJson(
    z.encode(
      GetSettingServicesAnswer,
      [...world.book.prices.values()].map((service) => ({
        Id: service.id,
        Name: service.name,
        TestAccount: service.testAccount,
        Rate: ZERO,
        TopCommission: ZERO,
        limits: [{ MinAmountKZT: service.min, MaxAmountKZT: service.max }],
      })),
    ),
  );
