-- The first day whose book is held against ours without being asked for. Null until the books' loop has seen the supplier: it writes that day.
ALTER TABLE suppliers ADD COLUMN books_from date;

-- A supplier's bank day as it is reconciled. The row is the day's truth and its lock; its workflow only carries out what the row needs next.
CREATE TABLE bank_days (
  supplier     text NOT NULL REFERENCES suppliers,
  day          date NOT NULL CHECK (day >= '2017-11-01'),
  -- In which the day is counted.
  zone         text NOT NULL,
  currency     text NOT NULL,
  -- Only forward, `unlike` back to `comparing` excepted; what comes late is a break of a confirmed day.
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ended', 'comparing', 'unlike', 'to sign', 'ready', 'confirming',
                 'verifying', 'confirmed', 'confirmed elsewhere', 'posted')),
  state_since  timestamptz NOT NULL DEFAULT now(),
  opened_at    timestamptz NOT NULL DEFAULT now(),
  opened_by    text NOT NULL CHECK (opened_by IN ('schedule', 'loop', 'hand', 'backfill')),
  -- Of an account that asked for it by hand.
  staff        text REFERENCES staff,
  -- Opened to be compared and for nothing else, until somebody runs it.
  compare_only boolean NOT NULL DEFAULT false,
  -- A reading newer than this is asked for.
  asked_at     timestamptz NOT NULL DEFAULT now(),
  waits_for    text CHECK (waits_for IN ('day end', 'supplier', 'repairs', 'signatures', 'staff', 'confirmation')),
  waits_until  timestamptz,
  needs_staff  boolean NOT NULL DEFAULT false,

  -- The last complete reading: when it began and ended, and what it holds.
  reading      bigint,
  read_at      timestamptz,
  read_end     timestamptz,
  theirs_count bigint,
  theirs_sum   numeric,
  -- Over all its lines whatever their order: its version, a colon, 32 hex digits.
  theirs_hash  text,
  -- The last reading that was not complete, since then; it leaves nothing but this.
  failed_reads integer NOT NULL DEFAULT 0,
  read_error   text,

  -- Its comparison. Null before the first; gap = theirs_sum - ours_sum.
  compared_at  timestamptz,
  ours_count   bigint,
  ours_sum     numeric,
  -- Neither equal on both sides nor explained by the reference alone: what was judged.
  nominated    bigint,
  pairs        bigint,
  explained    bigint,
  open_count   bigint,
  open_sum     numeric,
  unexplained  numeric,
  -- Since the day was last asked for: payments told to look, in so many rounds.
  repairs      integer NOT NULL DEFAULT 0,

  -- Compared without any effect, also of a day that is confirmed.
  trial_asked_at timestamptz,
  trial_at       timestamptz,
  trial          jsonb,
  PRIMARY KEY (supplier, day),
  CHECK ((reading IS NULL) = (read_at IS NULL) AND (reading IS NULL) = (theirs_count IS NULL) AND (reading IS NULL) = (theirs_sum IS NULL)),
  CHECK ((compared_at IS NULL) = (unexplained IS NULL) AND (compared_at IS NULL) = (ours_count IS NULL))
);
-- What has to have a run.
CREATE INDEX bank_days_unfinished ON bank_days (supplier, day) WHERE state IN ('open', 'ended', 'comparing', 'unlike', 'to sign');
