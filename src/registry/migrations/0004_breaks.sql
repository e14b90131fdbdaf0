-- A line of a supplier's book that the registry does not explain, or not with the same facts. Found once per booking.
CREATE TABLE breaks (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('duplicate', 'refused by us but booked', 'account', 'invoice', 'amount', 'only theirs')),
  supplier    text NOT NULL REFERENCES suppliers,
  -- The supplier's PaymentId.
  booking     text NOT NULL,
  reference   text NOT NULL,
  -- Day of booking in the supplier's zone, until whose end it can be rolled back.
  day         date NOT NULL,
  zone        text NOT NULL,
  rollback_until timestamptz NOT NULL,
  payment_id  bigint REFERENCES payments,
  document    integer,
  amount      numeric NOT NULL,
  currency    text,
  evidence    text NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  closed_at   timestamptz,
  how         text,
  UNIQUE (supplier, booking)
);
CREATE INDEX breaks_open ON breaks (found_at) WHERE closed_at IS NULL;
CREATE INDEX breaks_payment ON breaks (payment_id) WHERE payment_id IS NOT NULL;

-- Who reads a supplier's book of the running day: whoever moves due_at holds it until then.
CREATE TABLE book_watches (
  supplier   text PRIMARY KEY REFERENCES suppliers,
  due_at     timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at   timestamptz,
  usable     boolean,
  said       text
);
INSERT INTO book_watches (supplier) VALUES ('alseco');

-- When the reading of a look began (several may share one), and the SHA-256 of each raw answer it was read from, as in exchanges.
ALTER TABLE looks ADD COLUMN read_at timestamptz, ADD COLUMN answer_hash text[] NOT NULL DEFAULT '{}';
CREATE INDEX exchanges_answer ON exchanges (answer_hash);
