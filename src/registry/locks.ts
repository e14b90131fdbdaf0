/**
 * The numbers of all advisory locks of the registry, which has one space for them: two purposes with one number would wait for each other.
 * A further number (an agent's) tells the holders of one purpose apart.
 */
export const LOCKS = {
  /** One migration at a time, whoever starts first: api, worker and starter may all migrate. */
  migration: 725_401,
  /** Registers of one agent are stored one after another, so that two calls never both replace the same line. */
  registers: 725_403,
  /** A day of the ledger: shared by those who post to it (migrations/0018), taken alone to close it. */
  ledgerDay: 725_418,
} as const;
