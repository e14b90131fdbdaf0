-- What a supplier's Callbacks said of a payment of ours, in one row: so that a hint costs one UPDATE by the payment's number, and one
-- about no payment costs nothing. Hints about no payment, kept until now, said nothing and are not carried over.
ALTER TABLE hints RENAME TO hints_each;
CREATE TABLE hints (
  payment_id bigint PRIMARY KEY REFERENCES payments,
  supplier   text NOT NULL,
  came       bigint NOT NULL DEFAULT 1 CHECK (came > 0),
  first_at   timestamptz NOT NULL DEFAULT now(),
  last_at    timestamptz NOT NULL DEFAULT now(),
  -- Of the last one: what it said, and whether the payment was asked about because of it.
  body       text NOT NULL,
  nudged     boolean NOT NULL,
  -- When the payment was asked about because of one, in the last 24 hours, oldest first; and how often in all.
  nudged_at  timestamptz[] NOT NULL DEFAULT '{}',
  nudges     bigint NOT NULL DEFAULT 0
);
INSERT INTO hints (payment_id, supplier, came, first_at, last_at, body, nudged, nudged_at, nudges)
SELECT payment_id, (array_agg(supplier ORDER BY id DESC))[1], count(*), min(at), max(at), (array_agg(body ORDER BY id DESC))[1], (array_agg(nudged ORDER BY id DESC))[1],
  coalesce(array_agg(at ORDER BY at) FILTER (WHERE nudged AND at > now() - interval '24 hours'), '{}'), count(*) FILTER (WHERE nudged)
FROM hints_each WHERE payment_id IS NOT NULL GROUP BY payment_id;
DROP TABLE hints_each;
CREATE INDEX hints_age ON hints (first_at);
