-- Who acts: agents (callers of the Partner API) and staff.
CREATE TABLE agents (
  id              bigint PRIMARY KEY CHECK (id > 0),
  name            text NOT NULL,
  currency        text NOT NULL CHECK (currency IN ('KZT', 'USD', 'RUB')),
  zone            text NOT NULL,
  contract_zone   text NOT NULL,
  password_hash   text NOT NULL,
  allowed_ips     inet[] NOT NULL DEFAULT '{}',
  callback_url    text,
  callback_secret bytea,
  paused_reason   text,
  created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE staff (
  name          text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  password_hash text NOT NULL,
  roles         text[] NOT NULL CHECK (roles <@ ARRAY['operator', 'clerk', 'accountant', 'admin']),
  active        boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL DEFAULT now(),
  staff   text NOT NULL REFERENCES staff,
  action  text NOT NULL,
  subject text NOT NULL,
  reason  text,
  detail  jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_subject ON audit (subject, id);

-- What is sold and where it goes.
CREATE TABLE suppliers (
  name   text PRIMARY KEY,
  state  text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'slowed', 'stopped')),
  reason text,
  by     text,
  since  timestamptz NOT NULL DEFAULT now(),
  balance     numeric,
  balance_at  timestamptz,
  zone_offset_minutes integer
);

CREATE TABLE services (
  id               bigint PRIMARY KEY CHECK (id > 0),
  name             text NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('plain', 'dynamic', 'static', 'utility')),
  supplier         text REFERENCES suppliers,
  currency         text NOT NULL,
  account_pattern  text NOT NULL,
  test_account     text NOT NULL DEFAULT '',
  min_amount       numeric NOT NULL CHECK (min_amount >= 0),
  max_amount       numeric NOT NULL CHECK (max_amount >= min_amount),
  remuneration     numeric NOT NULL DEFAULT 0 CHECK (remuneration >= 0),
  top_commission   numeric NOT NULL DEFAULT 0 CHECK (top_commission >= 0),
  contract_currencies text[] NOT NULL DEFAULT '{KZT}',
  paused_reason    text,
  -- The supplier itself has no route or rate for it (-501, -502): waits until a probe of the next payment succeeds.
  trouble          text,
  trouble_since    timestamptz
);

CREATE TABLE rates (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_id    bigint NOT NULL REFERENCES services,
  from_currency text NOT NULL,
  to_currency   text NOT NULL,
  rate          numeric NOT NULL CHECK (rate > 0),
  source        text NOT NULL CHECK (source IN ('own', 'upstream')),
  valid_from    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX rates_current ON rates (service_id, from_currency, source, valid_from DESC);

-- Payments and everything that happened to them.
CREATE TABLE payments (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id         bigint NOT NULL REFERENCES agents,
  transaction_id   bigint NOT NULL CHECK (transaction_id > 0),
  request_id       bigint NOT NULL UNIQUE,
  fingerprint      bytea NOT NULL,
  service_id       bigint NOT NULL REFERENCES services,
  kind             text NOT NULL,
  supplier         text NOT NULL REFERENCES suppliers,
  account          text NOT NULL CHECK (length(account) <= 200),
  amount           numeric NOT NULL CHECK (amount >= 0),
  currency         text NOT NULL,
  rate             numeric NOT NULL,
  service_currency text NOT NULL,
  remuneration     numeric NOT NULL,
  invoice_id       text,
  send_type        text,
  services         text,
  request_date     text,
  status           integer NOT NULL,
  status_text      text,
  business_day     date NOT NULL,
  created_at       timestamptz NOT NULL,
  final_at         timestamptz,
  reversed_at      timestamptz,
  held             boolean NOT NULL,
  -- In words, for staff: what it waits for and until when.
  waits_for        text,
  waits_until      timestamptz,
  needs_staff      text,
  -- Workflows started by the sweeper look for evidence before attempt 1.
  swept_at         timestamptz,
  checked_at       timestamptz,
  upstream_rate    numeric,
  voucher_code     bytea,
  UNIQUE (agent_id, transaction_id)
);
CREATE INDEX payments_open ON payments (created_at) WHERE final_at IS NULL;
CREATE INDEX payments_final ON payments (agent_id, final_at) WHERE status = 10;
CREATE INDEX payments_account ON payments (account, created_at);
CREATE INDEX payments_day ON payments (business_day, supplier);
CREATE INDEX payments_staff ON payments (created_at) WHERE needs_staff IS NOT NULL;

CREATE TABLE payment_events (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id bigint NOT NULL REFERENCES payments,
  at         timestamptz NOT NULL DEFAULT now(),
  status     integer NOT NULL,
  why        text NOT NULL
);
CREATE INDEX payment_events_payment ON payment_events (payment_id, id);

CREATE TABLE documents (
  payment_id  bigint NOT NULL REFERENCES payments,
  number      integer NOT NULL CHECK (number > 0),
  reference   text NOT NULL,
  account     text NOT NULL,
  invoice     text,
  amount      numeric NOT NULL,
  content     text NOT NULL,
  -- planned → taken | refused | replaced; taken → rolled back
  state       text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'taken', 'refused', 'replaced', 'rolled back')),
  supplier_payment_id text,
  booked_at   timestamptz,
  booked_day  date,
  code        integer,
  code_text   text,
  -- Refused because the invoice is no longer current.
  stale       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (payment_id, number)
);
CREATE UNIQUE INDEX documents_reference ON documents (reference, number);
CREATE INDEX documents_booked ON documents (booked_day) WHERE state = 'taken';
CREATE INDEX documents_supplier_id ON documents (supplier_payment_id) WHERE supplier_payment_id IS NOT NULL;
CREATE INDEX documents_invoice ON documents (invoice) WHERE invoice IS NOT NULL;

-- A payment is sent at most once per attempt, by this table and not by Temporal.
CREATE TABLE attempts (
  payment_id  bigint NOT NULL,
  document    integer NOT NULL,
  -- 0: what an earlier life of the registry may have sent
  number      integer NOT NULL CHECK (number >= 0),
  -- claimed → sending → closed; looking for evidence closes what is only claimed
  state       text NOT NULL DEFAULT 'claimed' CHECK (state IN ('claimed', 'sending', 'closed')),
  send_before timestamptz NOT NULL,
  claimed_at  timestamptz NOT NULL DEFAULT now(),
  sent_at     timestamptz,
  closed_at   timestamptz,
  outcome     text CHECK (outcome IN ('accepted', 'pending', 'refused', 'not sent', 'unknown', 'absent')),
  reason      text,
  PRIMARY KEY (payment_id, document, number),
  FOREIGN KEY (payment_id, document) REFERENCES documents (payment_id, number)
);

-- Each look for evidence: the question, when, what was said, and the hash of the raw answer.
CREATE TABLE looks (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id  bigint NOT NULL REFERENCES payments,
  document    integer NOT NULL,
  attempt     integer NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  question    text NOT NULL,
  said        text NOT NULL,
  detail      text NOT NULL,
  witnesses   integer NOT NULL DEFAULT 0,
  after_ms    bigint NOT NULL
);
CREATE INDEX looks_payment ON looks (payment_id, id);

CREATE TABLE exchanges (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id bigint,
  supplier   text NOT NULL,
  operation  text NOT NULL,
  at         timestamptz NOT NULL,
  took_ms    integer NOT NULL,
  ended      text NOT NULL,
  request    text NOT NULL,
  answer     text NOT NULL,
  answer_hash bytea NOT NULL
);
CREATE INDEX exchanges_payment ON exchanges (payment_id, id) WHERE payment_id IS NOT NULL;
CREATE INDEX exchanges_age ON exchanges (at);

-- Staff's decisions are stored first; the Signal only carries the id.
CREATE TABLE decisions (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id  bigint NOT NULL REFERENCES payments,
  kind        text NOT NULL CHECK (kind IN ('succeeded', 'failed', 'send again', 'roll back', 'poll now', 'resend callback', 'reverse')),
  reason      text NOT NULL,
  detail      jsonb NOT NULL DEFAULT '{}',
  staff       text NOT NULL REFERENCES staff,
  at          timestamptz NOT NULL DEFAULT now(),
  second      text REFERENCES staff,
  second_at   timestamptz,
  needs_second boolean NOT NULL,
  done_at     timestamptz,
  result      text,
  CHECK (second IS NULL OR second <> staff)
);
CREATE INDEX decisions_open ON decisions (payment_id) WHERE done_at IS NULL;

-- What must be told to Temporal after a commit.
CREATE TABLE outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('payment', 'callback')),
  payment_id bigint NOT NULL REFERENCES payments,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, payment_id)
);
CREATE INDEX outbox_age ON outbox (created_at);

CREATE TABLE callbacks (
  payment_id  bigint NOT NULL REFERENCES payments,
  number      integer NOT NULL,
  status      integer NOT NULL,
  webhook_id  text NOT NULL UNIQUE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  given_up_at timestamptz,
  PRIMARY KEY (payment_id, number)
);
CREATE TABLE callback_tries (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id bigint NOT NULL,
  number     integer NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  ended      text NOT NULL,
  FOREIGN KEY (payment_id, number) REFERENCES callbacks (payment_id, number)
);
CREATE INDEX callback_tries_callback ON callback_tries (payment_id, number);

-- Hints received from the upstream.
CREATE TABLE hints (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supplier    text NOT NULL,
  payment_id  bigint REFERENCES payments,
  at          timestamptz NOT NULL DEFAULT now(),
  body        text NOT NULL,
  nudged      boolean NOT NULL
);
CREATE INDEX hints_payment ON hints (payment_id, at);

-- Registers that agents sent: earlier values stay.
CREATE TABLE register_lines (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id       bigint NOT NULL REFERENCES agents,
  transaction_id numeric NOT NULL,
  year           integer NOT NULL,
  month          integer NOT NULL,
  request_id     numeric NOT NULL,
  agent_request_created_on text NOT NULL,
  account        text NOT NULL,
  amount         numeric NOT NULL,
  service_id     numeric NOT NULL,
  at             timestamptz NOT NULL DEFAULT now(),
  replaced_at    timestamptz
);
CREATE UNIQUE INDEX register_lines_current ON register_lines (agent_id, transaction_id, year, month) WHERE replaced_at IS NULL;

CREATE TABLE register_totals (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id     bigint NOT NULL REFERENCES agents,
  day          date NOT NULL,
  total_amount numeric NOT NULL,
  total_count  integer NOT NULL,
  services     jsonb NOT NULL,
  differences  text[] NOT NULL,
  at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX register_totals_day ON register_totals (agent_id, day, id);

-- The registry's pulse: a silence means that it slept or was restored and cannot vouch for what was sent meanwhile.
CREATE TABLE pulse (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  beat_at timestamptz NOT NULL DEFAULT now(),
  woke_at timestamptz
);
INSERT INTO pulse DEFAULT VALUES;
