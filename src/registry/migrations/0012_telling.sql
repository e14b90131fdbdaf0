-- A starter takes rows of the outbox until then, tells Temporal without any transaction open, and removes what it could tell.
ALTER TABLE outbox ADD COLUMN claimed_until timestamptz;

-- When the next try of a callback is due: a ladder whose workflow was lost goes on from here.
ALTER TABLE callbacks ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();
-- One callback of a payment is open at most: the one of an earlier status ends when the next is opened.
UPDATE callbacks c SET given_up_at = now() WHERE c.delivered_at IS NULL AND c.given_up_at IS NULL
  AND EXISTS (SELECT 1 FROM callbacks n WHERE n.payment_id = c.payment_id AND n.number > c.number);
-- A receiver that answered 410, or an address that was not there any more, has ended it.
UPDATE callbacks c SET given_up_at = last.at FROM (
  SELECT DISTINCT ON (payment_id, number) payment_id, number, at, ended FROM callback_tries ORDER BY payment_id, number, id DESC
) last WHERE last.payment_id = c.payment_id AND last.number = c.number AND last.ended = 'gone' AND c.delivered_at IS NULL AND c.given_up_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = c.payment_id);
CREATE INDEX callbacks_given_up ON callbacks (given_up_at) WHERE given_up_at IS NOT NULL AND delivered_at IS NULL;
CREATE INDEX callbacks_open ON callbacks (payment_id) WHERE delivered_at IS NULL AND given_up_at IS NULL;

-- What is open is compared with Temporal page by page in this order.
CREATE INDEX payments_open_by_number ON payments (id) WHERE final_at IS NULL;
-- Who compares: whoever moves held_until does so until then.
CREATE TABLE sweeper (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  held_until timestamptz NOT NULL DEFAULT now()
);
INSERT INTO sweeper DEFAULT VALUES;
