-- A supplier's book of a day as it was read: what arrives is staged in a table of its own (schema staging, unlogged, named fetch_<id> and
-- book_<id>), outside any transaction that waits for the network. It counts only once it is complete.
CREATE SCHEMA IF NOT EXISTS staging;
CREATE TABLE book_fetches (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supplier   text NOT NULL REFERENCES suppliers,
  day        date NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  state      text NOT NULL DEFAULT 'reading' CHECK (state IN ('reading', 'complete', 'failed')),
  why        text,
  -- Of the day's own lines, one per PaymentId, readable ones alone: how many, their sum, and the hash over them.
  count      bigint CHECK (count >= 0),
  sum        numeric,
  hash       text,
  -- What stands in the way of trusting it: rows that cannot be read, of another day, of one PaymentId with different facts.
  unreadable bigint,
  other_days bigint,
  differing  bigint,
  -- All rows that were staged and the sum of the readable ones: a recount that finds others finds that they were lost.
  staged       bigint,
  staged_sum   numeric,
  -- Where it is kept, below BOOKS_DIR.
  file       text,
  CHECK ((state = 'reading') = (ended_at IS NULL)),
  CHECK (state <> 'complete' OR (count IS NOT NULL AND sum IS NOT NULL AND hash IS NOT NULL AND staged IS NOT NULL))
);
CREATE INDEX book_fetches_day ON book_fetches (supplier, day, id);
-- Each list of a book by itself: a supplier confirms what is not moved yet, and the same list is read again before.
CREATE TABLE book_lists (
  fetch_id bigint NOT NULL REFERENCES book_fetches,
  list     text NOT NULL CHECK (list IN ('all', 'not moved', 'day before', 'day after')),
  count    bigint NOT NULL CHECK (count >= 0),
  sum      numeric NOT NULL,
  hash     text NOT NULL,
  PRIMARY KEY (fetch_id, list)
);

-- What holding a complete reading against our side came to. One that is unlike ours was not judged: nothing else was written of it.
CREATE TABLE book_comparisons (
  fetch_id     bigint PRIMARY KEY REFERENCES book_fetches,
  supplier     text NOT NULL REFERENCES suppliers,
  day          date NOT NULL,
  compared_at  timestamptz NOT NULL DEFAULT now(),
  unlike       boolean NOT NULL,
  theirs_count bigint NOT NULL,
  theirs_sum   numeric NOT NULL,
  ours_count   bigint NOT NULL,
  ours_sum     numeric NOT NULL,
  -- Not exactly equal on both sides, unreadable and contradicting rows among them; another channel's lines are not.
  nominees     bigint NOT NULL,
  pairs        bigint,
  -- Lines and documents of ours that stand alone for a reason which nobody signs.
  explained_theirs bigint,
  explained_ours   bigint,
  broken_theirs    bigint,
  broken_ours      bigint,
  undecided        bigint,
  other_channel_count bigint,
  other_channel_sum   numeric,
  -- Pairs whose day with us is another by its zone alone.
  two_zones    bigint,
  -- Documents that may stand in the book, do not, and are not counted as ours.
  open_count   bigint,
  open_sum     numeric,
  effects      numeric,
  unexplained  numeric,
  CHECK (unlike = (unexplained IS NULL))
);
CREATE INDEX book_comparisons_day ON book_comparisons (supplier, day, fetch_id);

-- The lines of a reading that are not exactly equal to a document of ours, and what became of each: a line once, a document once.
CREATE TABLE book_claims (
  fetch_id   bigint NOT NULL REFERENCES book_fetches,
  line       bigint,
  payment_id bigint,
  document   integer,
  is_as      text NOT NULL CHECK (is_as IN ('pair', 'explained', 'break', 'undecided', 'nothing')),
  explained  text CHECK (explained IN ('midnight', 'two zones', 'other channel', 'shown on another day')),
  break_id   bigint REFERENCES breaks,
  effect     numeric,
  CHECK ((payment_id IS NULL) = (document IS NULL)),
  CHECK (line IS NOT NULL OR payment_id IS NOT NULL),
  CONSTRAINT book_claims_line UNIQUE (fetch_id, line),
  CONSTRAINT book_claims_document UNIQUE (fetch_id, payment_id, document)
);
CREATE INDEX book_claims_of_document ON book_claims (payment_id, document) WHERE payment_id IS NOT NULL;

-- A break is known by its lines: booking, document of ours, or the raw row that cannot be read. Kind and facts may change.
ALTER TABLE breaks DROP CONSTRAINT breaks_supplier_booking_key, DROP CONSTRAINT breaks_kind_check, DROP CONSTRAINT breaks_closed_as_check,
  ALTER COLUMN booking DROP NOT NULL, ALTER COLUMN amount DROP NOT NULL,
  ADD COLUMN also  text[] NOT NULL DEFAULT '{}',
  ADD COLUMN flags text[] NOT NULL DEFAULT '{}' CHECK (flags <@ ARRAY['after confirmation', 'declared', 'moved', 'repeated']),
  ADD COLUMN theirs numeric,
  ADD COLUMN ours   numeric,
  -- Theirs less ours. Null: nobody can say.
  ADD COLUMN effect numeric,
  -- What differs, by fact: [{"fact", "ours", "theirs"}].
  ADD COLUMN facts jsonb NOT NULL DEFAULT '[]',
  -- Found by facts alone: which of how many alike.
  ADD COLUMN proposal_rank integer,
  ADD COLUMN proposal_of   integer,
  ADD COLUMN row_hash bytea,
  -- The newest complete comparison that found it; the one that found it no more and closed it.
  ADD COLUMN fetch_id  bigint REFERENCES book_fetches,
  ADD COLUMN closed_by bigint REFERENCES book_fetches;
ALTER TABLE breaks ADD CONSTRAINT breaks_kind_check CHECK (kind IN ('duplicate', 'not undone', 'refused by us but booked', 'half taken', 'account', 'invoice',
    'service', 'amount', 'other day', 'reference', 'only theirs', 'only ours', 'vanished', 'not final yet', 'unreadable', 'lists differ', 'orders', 'totals',
    'deposit')),
  ADD CONSTRAINT breaks_closed_as_check CHECK (closed_as IN ('rolled back', 'written off', 'noted', 'signed', 'gone')),
  ADD CONSTRAINT breaks_proposal CHECK ((proposal_rank IS NULL) = (proposal_of IS NULL)),
  ADD CONSTRAINT breaks_lines UNIQUE NULLS NOT DISTINCT (supplier, booking, payment_id, document, row_hash);
CREATE INDEX breaks_day ON breaks (supplier, day) WHERE closed_at IS NULL;
-- Those found until now have a line of the book each. It stands beside a document of ours where only its facts differ.
UPDATE breaks SET theirs = amount;
UPDATE breaks b SET ours = d.amount FROM documents d JOIN payments p ON p.id = d.payment_id
  WHERE d.payment_id = b.payment_id AND d.number = b.document AND b.kind IN ('account', 'invoice', 'amount', 'reference')
    AND (d.state <> 'planned' OR p.final_at IS NOT NULL);
UPDATE breaks SET effect = theirs - coalesce(ours, 0);

-- What a break has been: one row for each change of what it says or of how it ended.
CREATE TABLE break_changes (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  break_id  bigint NOT NULL REFERENCES breaks,
  at        timestamptz NOT NULL DEFAULT now(),
  kind      text NOT NULL,
  also      text[] NOT NULL,
  flags     text[] NOT NULL,
  theirs    numeric,
  ours      numeric,
  effect    numeric,
  facts     jsonb NOT NULL,
  closed_as text,
  how       text,
  fetch_id  bigint,
  closed_by bigint
);
CREATE INDEX break_changes_break ON break_changes (break_id, id);
INSERT INTO break_changes (break_id, at, kind, also, flags, theirs, ours, effect, facts, closed_as, how)
  SELECT id, coalesce(closed_at, found_at), kind, also, flags, theirs, ours, effect, facts, closed_as, how FROM breaks;
CREATE FUNCTION break_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO break_changes (break_id, kind, also, flags, theirs, ours, effect, facts, closed_as, how, fetch_id, closed_by)
  VALUES (NEW.id, NEW.kind, NEW.also, NEW.flags, NEW.theirs, NEW.ours, NEW.effect, NEW.facts, NEW.closed_as, NEW.how, NEW.fetch_id, NEW.closed_by);
  RETURN NULL;
END $$;
CREATE TRIGGER breaks_found AFTER INSERT ON breaks FOR EACH ROW EXECUTE FUNCTION break_changed();
CREATE TRIGGER breaks_changed AFTER UPDATE ON breaks FOR EACH ROW WHEN (
  (OLD.kind, OLD.also, OLD.flags, OLD.theirs, OLD.ours, OLD.effect, OLD.facts, OLD.closed_as, OLD.how)
    IS DISTINCT FROM (NEW.kind, NEW.also, NEW.flags, NEW.theirs, NEW.ours, NEW.effect, NEW.facts, NEW.closed_as, NEW.how)
) EXECUTE FUNCTION break_changed();

-- A supplier's clock beside ours, as its bookings tell: how far it is ahead, and over how many of them.
CREATE TABLE supplier_clocks (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supplier    text NOT NULL REFERENCES suppliers,
  measured_at timestamptz NOT NULL DEFAULT now(),
  ahead_ms    bigint NOT NULL,
  bookings    integer NOT NULL CHECK (bookings > 0)
);
CREATE INDEX supplier_clocks_newest ON supplier_clocks (supplier, id);

-- What is open, or was closed by staff without a booking: few among all documents.
CREATE INDEX documents_planned ON documents (payment_id) WHERE state = 'planned';
