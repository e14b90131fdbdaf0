-- Double entry. An entry's postings sum to zero per currency; accounts with a floor carry their balance in one row.
CREATE TABLE ledger_entries (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('top-up', 'withdrawal', 'hold', 'release', 'capture', 'reversal', 'correction')),
  payment_id bigint REFERENCES payments,
  number     integer NOT NULL DEFAULT 1,
  at         timestamptz NOT NULL DEFAULT now(),
  day        date NOT NULL,
  note       text
);
-- A payment is held, released and captured at most once; what repairs it is numbered.
CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (payment_id, kind, number) WHERE payment_id IS NOT NULL;

CREATE TABLE ledger_postings (
  entry_id bigint NOT NULL REFERENCES ledger_entries,
  account  text NOT NULL,
  currency text NOT NULL,
  amount   numeric NOT NULL CHECK (amount <> 0)
);
CREATE INDEX ledger_postings_entry ON ledger_postings (entry_id);
CREATE INDEX ledger_postings_account ON ledger_postings (account);

CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM posted GROUP BY entry_id, currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'the postings of a ledger entry do not sum to zero' USING ERRCODE = 'TL001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings
  REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_balances();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'TL002';
END $$;
CREATE TRIGGER ledger_postings_fixed BEFORE UPDATE OR DELETE ON ledger_postings FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_entries_fixed BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- An agent's money: available = deposit − captures − holds, held = what its open payments hold.
CREATE TABLE agent_balances (
  agent_id  bigint PRIMARY KEY REFERENCES agents,
  available numeric NOT NULL DEFAULT 0,
  overdraft numeric NOT NULL DEFAULT 0 CHECK (overdraft >= 0),
  held      numeric NOT NULL DEFAULT 0 CHECK (held >= 0)
);
