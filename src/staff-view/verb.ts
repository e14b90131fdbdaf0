/** A command of the CLI as data: a page makes a form of it, a terminal shows how it is typed. */
export interface Verb {
  readonly noun: string;
  readonly verb: string | null;
  readonly operands: readonly string[];
  /** In the order in which they are typed; true: it takes no value. */
  readonly options: Readonly<Record<string, string | true>>;
}

/** Stands for what only the person who types it knows. */
const TO_FILL_IN = '…';

interface PaymentName {
  readonly agent: string;
  readonly transaction: string;
}

/** What staff may decide of a payment, as `payment decide` takes it. */
export type Choice =
  | { readonly succeeded: true }
  | { readonly failed: string }
  | { readonly noted: true }
  | { readonly 'roll-back': true; readonly 'payment-id'?: string }
  | { readonly 'write-off': true; readonly 'payment-id'?: string };

const reason = TO_FILL_IN;
const typed = (noun: string, verb: string | null, operands: readonly string[] = [], options: Verb['options'] = {}): Verb => ({
  noun,
  verb,
  operands,
  options,
});
const ofPayment = (verb: string, { agent, transaction }: PaymentName, options: Verb['options'] = {}): Verb =>
  typed('payment', verb, [agent, transaction], options);

/** Every command that anybody is told to type: a test has the CLI read each of them. */
export const VERBS = {
  explain: (payment: PaymentName) => ofPayment('explain', payment),
  decide: (payment: PaymentName, choice: Choice) => ofPayment('decide', payment, { ...choice, reason }),
  approve: (decision: string) => typed('payment', 'approve', [decision], { as: TO_FILL_IN }),
  poll: (payment: PaymentName) => ofPayment('poll', payment),
  reverse: (payment: PaymentName) => ofPayment('reverse', payment, { 'agents-request': TO_FILL_IN, reason }),
  resendCallback: (payment: PaymentName) => ofPayment('resend-callback', payment),
  signBreak: (id: string) => typed('break', 'sign', [id], { reason }),
  breaksOfDay: (supplier: string, day: string) => typed('day', 'breaks', [supplier, day]),
  approveSigning: (signing: string) => typed('day', 'approve', [signing], { as: TO_FILL_IN }),
  setCallbackAddress: (agent: string) => typed('agent', 'set', [agent], { 'callback-url': `https://${TO_FILL_IN}` }),
  resumeSupplier: (name: string) => typed('supplier', 'resume', [name], { reason }),
  pauseService: (id: string) => typed('service', 'pause', [id], { reason }),
  listSuppliers: () => typed('supplier', 'list'),
  approveRule: (change: string) => typed('rule', 'approve', [change], { as: TO_FILL_IN }),
  approveDocument: (document: string) => typed('ledger', 'approve', [document], { as: TO_FILL_IN }),
  ledgerDays: () => typed('ledger', 'days'),
  setRate: (service: string) => typed('rate', 'set', [service], { rate: TO_FILL_IN }),
  helpWith: (noun: string, verb: string) => typed(noun, verb, [], { help: true }),
  listRules: () => typed('rule', 'list'),
  newAgentPassword: (agent: string) => typed('agent', 'set', [agent], { 'new-password': true }),
  newStaffPassword: (name: string) => typed('staff', 'set', [name], { 'new-password': true }),
  trialBalance: () => typed('ledger', 'trial-balance'),
  fullTrialBalance: () => typed('ledger', 'trial-balance', [], { full: true }),
  closeLedger: () => typed('ledger', 'close'),
  inbox: () => typed('inbox', null),
  doctor: () => typed('doctor', null),
};

/** How it is typed. What must be filled in stands as `…` between quotation marks. */
export function inShell({ noun, verb, operands, options }: Verb): string {
  const given = Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, quoted(value)]));
  return ['tolem', noun, ...(verb === null ? [] : [verb]), ...operands.map(quoted), ...given].join(' ');
}

function quoted(word: string): string {
  if (/^[\w.:/@%+,=-]+$/.test(word)) return word;
  return word.includes(TO_FILL_IN) && !/["$`\\!]/.test(word) ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`;
}
