-- What Temporal asked for and the registry does not bear out: refused. One row for a payment and activity, however often it is tried.
CREATE TABLE unfounded_steps (
  payment_id bigint NOT NULL REFERENCES payments,
  activity   text NOT NULL,
  why        text NOT NULL,
  times      integer NOT NULL DEFAULT 1,
  first_at   timestamptz NOT NULL DEFAULT now(),
  last_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (payment_id, activity)
);
CREATE INDEX unfounded_steps_last ON unfounded_steps (last_at);
