-- What staff say of breaks: one outcome for a frozen selection, a signature for each break of it, and what that moved.
CREATE TABLE signings (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supplier  text NOT NULL REFERENCES suppliers,
  day       date NOT NULL,
  outcome   text NOT NULL CHECK (outcome IN ('roll back', 'succeeded', 'claim', 'loss', 'gain', 'suspense', 'assign', 'agent refunded', 'list is wrong', 'accept',
              'other channel', 'sum', 'poll', 'look', 'fetch again', 'ask')),
  reason    text NOT NULL,
  -- Letter, owner, due day, the payment meant, the sum typed in.
  detail    jsonb NOT NULL DEFAULT '{}',
  -- The selection as it was frozen: of what was not refused, and over ids and facts of it.
  count     integer NOT NULL CHECK (count > 0),
  sum       numeric NOT NULL,
  hash      text NOT NULL,
  staff     text NOT NULL REFERENCES staff,
  at        timestamptz NOT NULL DEFAULT now(),
  second    text REFERENCES staff,
  second_at timestamptz,
  CHECK (second <> staff),
  CHECK ((second IS NULL) = (second_at IS NULL))
);
CREATE INDEX signings_day ON signings (supplier, day, id);

CREATE TABLE signatures (
  signing_id  bigint NOT NULL REFERENCES signings,
  break_id    bigint NOT NULL REFERENCES breaks,
  -- Whose hand it takes; null where it was refused.
  people      text CHECK (people IN ('1', 'A', '2')),
  -- Of both sides, when it was given.
  hash        text NOT NULL,
  -- `stands`: the break is closed by it. `done`: somebody looks again, or a decision about the payment carries it on.
  state       text NOT NULL CHECK (state IN ('refused', 'waits', 'stands', 'done', 'rejected', 'taken back', 'fallen')),
  -- Why it was refused or fell: a key and its arguments.
  why         jsonb,
  decision_id bigint REFERENCES decisions,
  ended_at    timestamptz,
  ended_by    text REFERENCES staff,
  PRIMARY KEY (signing_id, break_id),
  CHECK ((state = 'refused') = (people IS NULL))
);
CREATE UNIQUE INDEX signatures_one ON signatures (break_id) WHERE state IN ('waits', 'stands');
CREATE INDEX signatures_waiting ON signatures (signing_id) WHERE state = 'waits';

-- What signatures moved in the ledger, and what moved back where one was taken back or fell.
CREATE TABLE signature_entries (
  entry_id   bigint PRIMARY KEY REFERENCES ledger_entries,
  signing_id bigint NOT NULL,
  break_id   bigint NOT NULL,
  step       text NOT NULL CHECK (step IN ('signed', 'returned', 'ended')),
  FOREIGN KEY (signing_id, break_id) REFERENCES signatures
);
CREATE INDEX signature_entries_signature ON signature_entries (signing_id, break_id);

-- What a supplier shall give back or put right, by letter.
CREATE TABLE claims (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  signing_id bigint NOT NULL,
  break_id   bigint NOT NULL,
  supplier   text NOT NULL REFERENCES suppliers,
  letter     text NOT NULL CHECK (letter <> ''),
  owner      text NOT NULL REFERENCES staff,
  due        date NOT NULL,
  -- 0: a letter alone.
  amount     numeric NOT NULL CHECK (amount >= 0),
  currency   text NOT NULL,
  day        date NOT NULL,
  -- `waits`: it shall be written off, and a second person has to agree.
  state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'waits', 'refunded', 'set off', 'written off', 'put right', 'withdrawn')),
  reason     text,
  ended_by   text REFERENCES staff,
  second     text REFERENCES staff,
  ended_at   timestamptz,
  FOREIGN KEY (signing_id, break_id) REFERENCES signatures,
  UNIQUE (signing_id, break_id),
  CHECK (second <> ended_by)
);
CREATE INDEX claims_open ON claims (due) WHERE state IN ('open', 'waits');

-- The line's own account and invoice or service, also where nothing of ours stands beside it.
ALTER TABLE breaks ADD COLUMN account text, ADD COLUMN item text;

-- Over what both sides say: a signature holds for exactly these facts. What else stands in the evidence changes with a payment's life.
CREATE FUNCTION break_hash(b breaks) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(b.kind, trim_scale(b.theirs), trim_scale(b.ours), jsonb_path_query_array(b.facts,
    '$[*] ? (@.fact == "account" || @.fact == "invoice" || @.fact == "service" || @.fact == "amount" || @.fact == "day" || @.fact == "reference" || @.fact == "PaymentId")'
  ))::text, 'UTF8')), 'hex')
$$;
