-- Stands here once the demo data has been loaded, so that a later start never puts back what staff have changed.
CREATE TABLE demo_data (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  loaded_at timestamptz NOT NULL DEFAULT now()
);

-- Two more decisions: what the supplier keeps becomes our loss, and a closed payment's matter is done with.
ALTER TABLE decisions DROP CONSTRAINT decisions_kind_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_kind_check
  CHECK (kind IN ('succeeded', 'failed', 'send again', 'roll back', 'write off', 'noted', 'poll now', 'resend callback', 'reverse'));
CREATE INDEX decisions_payment ON decisions (payment_id, id);

-- The suppliers that the code knows; each has its state from the first day.
INSERT INTO suppliers (name) VALUES ('alseco'), ('upstream') ON CONFLICT DO NOTHING;
