import { FORM_FIELDS, type Form, type RequestType } from '../../contracts/partner-api';
import type { Answer } from '../answering';
import { refusal, requestTypeOf } from './refusal';
import { accountCheck } from './requests/account-check';
import { calculatedSum } from './requests/calculated-sum';
import { checkBalance } from './requests/check-balance';
import { getPaymentsByDate } from './requests/get-payments-by-date';
import { getSettingServices } from './requests/get-setting-services';
import { payment } from './requests/payment';
import { status } from './requests/status';
import type { Handler, World } from './world';

const HANDLERS: Readonly<Record<RequestType, Handler>> = {
  AccountCheck: accountCheck,
  Payment: payment,
  Status: status,
  CheckBalance: checkBalance,
  GetPaymentsByDate: getPaymentsByDate,
  GetSettingServices: getSettingServices,
  CalculatedSum: calculatedSum,
};

/** The form's known fields; null when a field is repeated or holds a NUL. */
export function readForm(body: string): Form | null {
  const given = new URLSearchParams(body);
  const form: Form = {};
  for (const name of FORM_FIELDS) {
    const [value, ...more] = given.getAll(name);
    if (more.length > 0 || value?.includes('\0')) return null;
    if (value !== undefined) form[name] = value;
  }
  return form;
}

/** Everything /home/index does: form (−500), agent (−1), then the RequestType. */
export function home(form: Form | null, world: World): Answer['body'] {
  if (!form || !/^\d{1,18}$/.test(form.AgentID ?? '')) return refusal(form ?? {}, -500, world.requestId());
  const agent = world.book.agents.find(({ id, password }) => id === form.AgentID && password === form.AgentPassword);
  if (!agent) return refusal(form, -1, world.requestId());
  const type = requestTypeOf(form);
  return type ? HANDLERS[type](form, agent, world) : refusal(form, -500, world.requestId());
}
