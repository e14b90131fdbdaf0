import { z } from 'zod';
import { GetSettingServicesAnswer } from '../../contracts/partner-api';
import { money } from '../../domain/money';
import { offeredServices } from '../../registry/catalog/services';
import { printJson } from '../../wire/json';
import type { Answering } from './ask';
import { isOffered } from './route';

/** «Запрос на получение настроек и комиссии по сервисам»: what this agent may use, limits in the contract's currency. */
export const getSettingServices: Answering = async ({ agent }, { database, suppliers }) => {
  const services = (await offeredServices(database, agent.currency)).filter((service) => isOffered(service, agent.currency, suppliers));
  return printJson(
    z.encode(
      GetSettingServicesAnswer,
      services.map((service) => ({
        Id: service.id,
        Name: service.name,
        TestAccount: service.testAccount,
        Rate: money(service.remuneration),
        TopCommission: money(service.topCommission),
        limits: [{ [`MinAmount${agent.currency}`]: money(service.minAmount), [`MaxAmount${agent.currency}`]: money(service.maxAmount) }],
      })),
    ),
  );
};
