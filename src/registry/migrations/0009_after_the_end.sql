-- What staff closed without its supplier's final word: the status of these documents is asked for on, for some time.
CREATE TABLE closed_watches (
  payment_id bigint NOT NULL,
  document   integer NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  due_at     timestamptz NOT NULL DEFAULT now(),
  asked      integer NOT NULL DEFAULT 0,
  ended_at   timestamptz,
  said       text,
  PRIMARY KEY (payment_id, document),
  FOREIGN KEY (payment_id, document) REFERENCES documents (payment_id, number)
);
CREATE INDEX closed_watches_due ON closed_watches (due_at) WHERE ended_at IS NULL;
-- Those that were closed before are asked for once more at least.
INSERT INTO closed_watches (payment_id, document, since)
  SELECT d.payment_id, d.number, p.final_at FROM documents d JOIN payments p ON p.id = d.payment_id
  WHERE p.supplier = 'upstream' AND p.final_at IS NOT NULL AND d.state = 'planned' AND EXISTS (
    SELECT 1 FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number AND a.outcome IN ('pending', 'unknown'));

-- What holds for all of staff, and that two people change together: the first asks for it, another agrees.
CREATE TABLE rules (
  name  text PRIMARY KEY CHECK (name IN ('two-people')),
  value text NOT NULL CHECK (value IN ('on', 'off')),
  since timestamptz NOT NULL DEFAULT now()
);
INSERT INTO rules (name, value) VALUES ('two-people', 'on');
CREATE TABLE rule_changes (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule     text NOT NULL REFERENCES rules,
  value    text NOT NULL CHECK (value IN ('on', 'off')),
  reason   text NOT NULL,
  staff    text NOT NULL REFERENCES staff,
  at       timestamptz NOT NULL DEFAULT now(),
  second   text REFERENCES staff,
  ended_at timestamptz,
  outcome  text CHECK (outcome IN ('done', 'rejected')),
  CHECK (second <> staff),
  CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CHECK ((outcome IS NOT DISTINCT FROM 'done') = (second IS NOT NULL))
);
-- One change of a rule waits at a time.
CREATE UNIQUE INDEX rule_changes_waiting ON rule_changes (rule) WHERE ended_at IS NULL;
