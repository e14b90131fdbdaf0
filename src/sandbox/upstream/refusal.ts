import { z } from 'zod';
import { type Form, REQUEST_TYPES, Refusal, type RequestType } from '../../contracts/partner-api';
import { transactionId } from '../../domain/ids';
import { messageOf } from '../../domain/status';
import { printJson } from '../../wire/json';

export const requestTypeOf = (form: Form): RequestType | undefined => REQUEST_TYPES.find((type) => type === form.RequestType);

/** Any refusal on /home/index: TransactinID 0 when none was read, ResponseType "" when none was known. */
export function refusal(form: Form, status: number, requestId: string, more?: string): string {
  const message = messageOf(status);
  return printJson(
    z.encode(Refusal, {
      RequestID: requestId,
      ResponseType: requestTypeOf(form) ?? '',
      TransactinID: transactionId(form.TransactionID ?? '') ?? '0',
      ResponseStatus: status,
      Message: more ? `${message}; ${more}` : message,
      TransactionContent: null,
    }),
  );
}
