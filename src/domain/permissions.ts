/** Staff: operators, clerks, accountants and administrators, each with an account of their own. */
export const ROLES = ['operator', 'clerk', 'accountant', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Which roles may do what; the CLI, the REST api and the console all ask this table. */
export const PERMISSIONS = {
  'agent.add': ['admin'],
  'agent.set': ['admin'],
  'agent.pause': ['operator', 'admin'],
  'agent.resume': ['operator', 'admin'],
  'agent.overdraft': ['accountant'],
  'agent.top-up': ['accountant'],
  'agent.withdraw': ['accountant'],
  'service.add': ['admin'],
  'service.set': ['admin'],
  'service.pause': ['operator', 'admin'],
  'service.resume': ['operator', 'admin'],
  'rate.set': ['accountant', 'admin'],
  'supplier.pause': ['operator'],
  'supplier.resume': ['operator'],
  'payment.decide': ['operator'],
  'payment.approve': ['operator', 'accountant'],
  'payment.reject': ['operator', 'accountant'],
  'payment.reverse': ['operator'],
  'payment.poll': ['operator', 'clerk'],
  'payment.resend-callback': ['operator', 'clerk'],
  'break.sign': ['operator'],
  'payment.reveal-code': ['operator'],
  'supplier.top-up': ['accountant'],
  'document.approve': ['accountant'],
  'document.reject': ['accountant'],
  'ledger.close': ['accountant', 'operator'],
  'ledger.export': ['accountant'],
  'ledger.map': ['accountant'],
  'alseco.ask': ['clerk', 'operator', 'accountant'],
  'register.read': ['clerk', 'operator', 'accountant'],
  'staff.add': ['admin'],
  'staff.set': ['admin'],
  'staff.deactivate': ['admin'],
  'rule.set': ['admin'],
  'rule.approve': ['admin', 'accountant'],
  'rule.reject': ['admin', 'accountant'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Action = keyof typeof PERMISSIONS;
