import { z } from 'zod';
import { wireId, wireInt, wireMoney, wireRate, wireWord } from './numbers';

/**
 * The Partner API, declared once: our server, our client of the upstream and the sandbox use these shapes.
 * Spelling and order of keys are the document's (`TransactinID`, `account`); `z.encode` prints them, `z.decode` reads them.
 */
export const REQUEST_TYPES = [
  'AccountCheck',
  'Payment',
  'Status',
  'CheckBalance',
  'GetPaymentsByDate',
  'GetSettingServices',
  'CalculatedSum',
] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

/** Names of the form fields, as sent. */
export const FORM_FIELDS = [
  'AgentID',
  'AgentPassword',
  'RequestType',
  'Service',
  'Amount',
  'Currency',
  'RequestDate',
  'TransactionID',
  'Account',
  'InvoiceId',
  'SendType',
  'Services',
  'From',
  'To',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export type Form = Partial<Record<FormField, string>>;

export const CURRENCIES = ['KZT', 'USD', 'RUB'] as const;

/** One additional field in AccountCheck's answer; values are text, lists are JSON inside that text. */
export const ExtraField = z.object({ FieldName: z.string(), FieldValue: z.string() });

export const AccountCheckContent = z.object({
  Service: z.string(),
  account: z.string(),
  Amount: wireMoney,
  Currency: z.string(),
  ExchangeRate: wireRate,
  ServiceCurrency: z.string(),
  Extras: z.array(ExtraField).optional(),
});

export const Extras = z.record(z.string(), z.string()).nullable();

export const PaymentContent = z.object({
  Service: wireId,
  account: z.string(),
  Amount: wireMoney,
  Currency: z.string(),
  ExchangeRate: wireRate,
  ServiceCurrency: z.string(),
  AmountOnClient: wireMoney,
  Extras,
});

export const StatusContent = PaymentContent.omit({ AmountOnClient: true });

/** AccountCheck answers begin with TransactinID, all others with RequestID (as in the samples). */
export const AccountCheckAnswer = z.object({
  TransactinID: wireId,
  RequestID: wireId,
  ResponseType: z.string(),
  ResponseStatus: wireInt,
  Message: z.string(),
  TransactionContent: AccountCheckContent,
});

export const PaymentAnswer = z.object({
  RequestID: wireId,
  ResponseType: z.string(),
  TransactinID: wireId,
  ResponseStatus: wireInt,
  Message: z.string(),
  TransactionContent: PaymentContent,
});

export const StatusAnswer = PaymentAnswer.extend({ TransactionContent: StatusContent });

/** Any refusal on /home/index, whatever the RequestType. */
export const Refusal = PaymentAnswer.extend({ TransactionContent: z.null() });

export const Balance = z.object({ Balance: wireMoney, Overbalance: wireMoney, Currency: wireWord });
export const CheckBalanceAnswer = z.object({ AgentID: wireId, ResponseType: z.literal('CheckBalance'), Balances: z.array(Balance) });

export const ListedPayment = z.object({
  TransactionId: wireId,
  RequestId: wireId,
  AgentRequestCreatedOn: z.string(),
  Account: wireWord,
  Amount: wireMoney,
  Currency: wireWord,
  ServiceId: wireId,
  Service: z.string(),
  CreatedOn: wireWord,
  ProcessedOn: z.string(),
  StatusId: wireInt,
  Status: z.string(),
});
export const GetPaymentsByDateAnswer = z.array(ListedPayment);

/** Keys of a limit carry the contract's currency: MinAmountKZT, MaxAmountKZT. */
export const SettingService = z.object({
  Id: wireId,
  Name: z.string(),
  TestAccount: z.string(),
  Rate: wireMoney,
  TopCommission: wireMoney,
  limits: z.array(z.record(z.string(), wireMoney)),
});
export const GetSettingServicesAnswer = z.array(SettingService);

export const CalculatedSumAnswer = z.object({
  ResponseType: z.literal('CalculatedSum'),
  Amount: wireMoney,
  Service: wireId,
  Currency: z.string(),
  ExchangeRate: wireRate,
  ExpectedAmount: wireMoney,
  ExpectedCurrency: wireWord,
});

export const Callback = z.object({
  RequestID: wireId,
  ResponseType: z.literal('CallBack'),
  TransactinID: wireId,
  ResponseStatus: wireInt,
  Message: z.string(),
});

export const RegisterLine = z.object({
  TransactionId: wireId,
  RequestId: wireId,
  AgentRequestCreatedOn: z.string().max(40),
  Account: z.string().max(200),
  Amount: wireMoney,
  ServiceId: wireId,
  Year: wireInt,
  Month: wireInt,
});
export const MAX_REGISTER_LINES = 1000;
export const PostPaymentsObject = z.object({
  AgentId: wireId,
  AgentPassword: z.string(),
  Transactions: z.array(RegisterLine).max(MAX_REGISTER_LINES),
});
export const PostPaymentsArray = z.array(RegisterLine).max(MAX_REGISTER_LINES);

export const TotalLine = z.object({ ServiceId: wireId, Amount: wireMoney, Count: wireInt });
export const PostTotalAmount = z.object({
  AgentId: wireId,
  AgentPassword: z.string(),
  Date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  TotalAmount: wireMoney,
  TotalCount: wireInt,
  Services: z.array(TotalLine).max(10_000),
});

export const RegisterAnswer = z.object({ status: z.enum(['success', 'error']), details: z.object({ message: z.string() }) });

/** First words of the registers' answers, as documented. */
export const REGISTER_LOADED = 'Реестр успешно загружен';
export const TOTAL_LOADED = 'Итоговая строка успешно загружена';
export const BAD_JSON = 'Неверный формат JSON';

/** `Services` of a utility payment: {"services":[{"id":13,"amount":"5110.18"}]}; `lastCount` is our optional extension. */
export const ChosenService = z.object({
  id: wireId,
  amount: wireMoney,
  lastCount: wireMoney.optional(),
});
export const Services = z.object({ services: z.array(ChosenService).min(1).max(200) });
export type ChosenService = z.output<typeof ChosenService>;

/** The pseudo service that pays everything an account owes. */
export const PAY_ALL = '999';
