-- An event that marked the payment for staff says so in a column; `why` is the reason alone.
ALTER TABLE payment_events ADD COLUMN kind text NOT NULL DEFAULT 'said' CHECK (kind IN ('said', 'needs staff'));
UPDATE payment_events SET kind = 'needs staff', why = substr(why, length('needs staff: ') + 1) WHERE why LIKE 'needs staff: %';
-- A verdict against the final status marked it too.
UPDATE payment_events SET kind = 'needs staff' WHERE why ~ '^closed as -?\d+, but now -?\d+: ';
