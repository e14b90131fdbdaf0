-- The ledger's days: one calendar for all zones. What stands on a closed day never changes; what comes later stands on an open day and says
-- to which day it belongs.
CREATE TABLE ledger_calendar (
  one              boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- No posting enters a day up to this one any more.
  closed_through   date NOT NULL,
  -- Up to this day the closing balances are there: behind `closed_through` by a day while they are being reckoned.
  closings_through date NOT NULL CHECK (closings_through <= closed_through)
);

-- The zones of agents' contracts, each from the day that was open next when it came into use.
CREATE TABLE ledger_zones (
  zone     text PRIMARY KEY,
  from_day date NOT NULL
);

CREATE TABLE ledger_days (
  day       date PRIMARY KEY,
  closed_at timestamptz NOT NULL DEFAULT now(),
  how       text NOT NULL CHECK (how IN ('by itself', 'by hand', 'carried over')),
  staff     text REFERENCES staff,
  -- The zone in which the day ended last.
  zone      text,
  CHECK ((how = 'by hand') = (staff IS NOT NULL))
);

-- What each account held at the end of a closed day: closings(D) = closings(D-1) + postings(D).
CREATE TABLE ledger_closings (
  day      date NOT NULL REFERENCES ledger_days,
  account  text NOT NULL,
  currency text NOT NULL,
  -- Of this day alone, both above zero.
  debited  numeric NOT NULL,
  credited numeric NOT NULL,
  balance  numeric NOT NULL,
  -- Ever made on the account.
  postings bigint NOT NULL,
  PRIMARY KEY (account, currency, day)
);
CREATE INDEX ledger_closings_day ON ledger_closings (day);

-- What is carried over: every day that is over in all zones in use is closed. An empty registry begins with the day before yesterday.
INSERT INTO ledger_calendar (closed_through, closings_through)
SELECT day, day FROM (
  SELECT coalesce(
    (SELECT min((now() AT TIME ZONE 'UTC' - interval '6 hours' + coalesce(n.utc_offset, interval '-12 hours'))::date) - 1
     FROM (SELECT DISTINCT contract_zone FROM agents) a LEFT JOIN pg_timezone_names n ON n.name = a.contract_zone),
    (now() AT TIME ZONE 'UTC')::date - 3) AS day
) last;
INSERT INTO ledger_zones (zone, from_day) SELECT DISTINCT contract_zone, (SELECT closed_through + 1 FROM ledger_calendar) FROM agents;

ALTER TABLE ledger_entries
  DROP CONSTRAINT ledger_entries_kind_check,
  ADD CONSTRAINT ledger_entries_kind_check
    CHECK (kind IN ('top-up', 'withdrawal', 'hold', 'release', 'capture', 'reversal', 'correction', 'deposit', 'rounding')),
  -- The day it would stand on were that not closed: only where it is another.
  ADD COLUMN belongs_to date,
  ADD CONSTRAINT ledger_entries_late CHECK (belongs_to < day);
CREATE UNIQUE INDEX ledger_entries_day ON ledger_entries (id, day);
CREATE INDEX ledger_entries_belonging ON ledger_entries (day) WHERE belongs_to IS NOT NULL;

ALTER TABLE ledger_postings DISABLE TRIGGER ledger_postings_fixed;
ALTER TABLE ledger_postings ADD COLUMN day date;
UPDATE ledger_postings p SET day = e.day FROM ledger_entries e WHERE e.id = p.entry_id;
ALTER TABLE ledger_postings
  ALTER COLUMN day SET NOT NULL,
  DROP CONSTRAINT ledger_postings_entry_id_fkey,
  ADD CONSTRAINT ledger_postings_entry_fkey FOREIGN KEY (entry_id, day) REFERENCES ledger_entries (id, day),
  ENABLE TRIGGER ledger_postings_fixed;
DROP INDEX ledger_postings_account;
CREATE INDEX ledger_postings_account ON ledger_postings (account, day, entry_id);
-- Postings come in the order of their days, nearly: this is small, and finds an open day.
CREATE INDEX ledger_postings_day ON ledger_postings USING brin (day) WITH (pages_per_range = 32, autosummarize = on);

INSERT INTO ledger_days (day, how)
SELECT day::date, 'carried over'
FROM ledger_calendar, generate_series((SELECT min(day) FROM ledger_postings)::timestamp, closed_through::timestamp, interval '1 day') AS day;
INSERT INTO ledger_closings (day, account, currency, debited, credited, balance, postings)
SELECT d.day, first.account, first.currency, coalesce(moved.debited, 0), coalesce(moved.credited, 0),
  sum(coalesce(moved.credited - moved.debited, 0)) OVER running, sum(coalesce(moved.postings, 0)) OVER running
FROM (SELECT account, currency, min(day) AS day FROM ledger_postings GROUP BY account, currency) first
JOIN ledger_days d ON d.day >= first.day
LEFT JOIN (
  SELECT day, account, currency, count(*) AS postings,
    coalesce(sum(-amount) FILTER (WHERE amount < 0), 0) AS debited, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS credited
  FROM ledger_postings GROUP BY day, account, currency
) moved ON moved.day = d.day AND moved.account = first.account AND moved.currency = first.currency
WINDOW running AS (PARTITION BY first.account, first.currency ORDER BY d.day);

-- A posting holds its day by a shared advisory lock (src/registry/ledger/close.ts takes it alone to close the day), and only then reads how
-- far the ledger is closed. It must see what was committed meanwhile, which a transaction with one snapshot does not.
CREATE OR REPLACE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entered date;
BEGIN
  IF EXISTS (SELECT 1 FROM posted GROUP BY entry_id, currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'the postings of a ledger entry do not sum to zero' USING ERRCODE = 'TL001';
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is posted to in READ COMMITTED' USING ERRCODE = 'TL004';
  END IF;
  FOR entered IN SELECT DISTINCT day FROM posted ORDER BY day LOOP
    PERFORM pg_advisory_xact_lock_shared(725418, entered - date '2000-01-01');
    IF entered <= (SELECT closed_through FROM ledger_calendar) THEN
      RAISE EXCEPTION 'the ledger is closed through %', entered USING ERRCODE = 'TL003';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_closings_fixed BEFORE UPDATE OR DELETE ON ledger_closings FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- A new zone counts from the next open day on. The calendar's row is held meanwhile, so that no day closes without it.
CREATE FUNCTION ledger_zone_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ledger_zones WHERE zone = NEW.contract_zone) THEN
    INSERT INTO ledger_zones (zone, from_day) SELECT NEW.contract_zone, closed_through + 1 FROM ledger_calendar FOR SHARE ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER agents_zone AFTER INSERT OR UPDATE OF contract_zone ON agents FOR EACH ROW EXECUTE FUNCTION ledger_zone_in_use();

-- What an agent has earned in a month, and what of it is due: rounded once, when the month's last day closes.
CREATE TABLE remuneration_months (
  agent_id bigint NOT NULL REFERENCES agents,
  -- Its last day.
  month    date NOT NULL REFERENCES ledger_days,
  currency text NOT NULL,
  -- With what the month before carried over.
  earned   numeric NOT NULL,
  -- Null where `earned` is below zero: then it is carried into the next month.
  rounded  numeric CHECK (rounded >= 0),
  entry_id bigint REFERENCES ledger_entries,
  CHECK ((rounded IS NULL) = (earned < 0)),
  PRIMARY KEY (agent_id, currency, month)
);

-- A document of our bank counts once. A true second one that says the same waits for a second person.
CREATE TABLE bank_documents (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Whose money: `agent:144`, `supplier:upstream`.
  party     text NOT NULL,
  number    text NOT NULL CHECK (number <> ''),
  -- The bank's own date of it.
  day       date NOT NULL,
  -- Above zero came in, below went out.
  amount    numeric NOT NULL CHECK (amount <> 0),
  currency  text NOT NULL,
  copy      integer NOT NULL DEFAULT 1 CHECK (copy > 0),
  state     text NOT NULL CHECK (state IN ('waits', 'booked', 'rejected')),
  reason    text NOT NULL,
  staff     text NOT NULL REFERENCES staff,
  at        timestamptz NOT NULL DEFAULT now(),
  second    text REFERENCES staff,
  second_at timestamptz,
  entry_id  bigint REFERENCES ledger_entries,
  CHECK ((state = 'booked') = (entry_id IS NOT NULL)),
  CHECK (state <> 'booked' OR copy = 1 OR second <> staff)
);
CREATE UNIQUE INDEX bank_documents_once ON bank_documents (party, number, day, amount, currency, copy) WHERE state <> 'rejected';
CREATE INDEX bank_documents_waiting ON bank_documents (id) WHERE state = 'waits';

-- Accounts of the ledger by kind beside those of the general ledger, as accountants name them.
CREATE TABLE ledger_mapping (
  kind text PRIMARY KEY,
  code text NOT NULL CHECK (code <> '')
);
