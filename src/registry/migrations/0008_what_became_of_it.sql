-- What became of a decision, of a break and of a booking is a column: words for people are read by people alone.
ALTER TABLE decisions ADD COLUMN outcome text CHECK (outcome IN ('done', 'partly', 'refused', 'unclear', 'rejected'));
UPDATE decisions SET outcome = CASE
    WHEN result LIKE 'rejected by %' THEN 'rejected'
    WHEN result LIKE 'refused%' THEN 'refused'
    WHEN result LIKE 'unclear%' THEN 'unclear'
    ELSE 'done' END
  WHERE done_at IS NOT NULL;
ALTER TABLE decisions ADD CONSTRAINT decisions_ended CHECK ((done_at IS NULL) = (outcome IS NULL));

-- undone_at: when the supplier's word came that the booking stands no more. written_off_at: what it keeps became our loss.
ALTER TABLE documents ADD COLUMN undone_at timestamptz, ADD COLUMN written_off_at timestamptz;
UPDATE documents d SET undone_at = coalesce(
    greatest(p.final_at, p.reversed_at, (SELECT max(c.done_at) FROM decisions c WHERE c.payment_id = p.id AND c.kind IN ('roll back', 'reverse'))), now())
  FROM payments p WHERE p.id = d.payment_id AND d.state = 'rolled back';
UPDATE documents d SET written_off_at = c.done_at
  FROM decisions c WHERE c.payment_id = d.payment_id AND c.kind = 'write off' AND c.result = 'written off' AND d.state = 'taken';
ALTER TABLE documents ADD CONSTRAINT documents_undone CHECK (state <> 'rolled back' OR undone_at IS NOT NULL);

-- Null in rollback_until: its supplier takes nothing back. rollback_refused_at: the supplier refused to take it back.
ALTER TABLE breaks ALTER COLUMN rollback_until DROP NOT NULL,
  ADD COLUMN rollback_refused_at timestamptz,
  ADD COLUMN closed_as text CHECK (closed_as IN ('rolled back', 'written off', 'noted', 'signed'));
UPDATE breaks SET closed_as = CASE
    WHEN how LIKE 'rolled back%' THEN 'rolled back'
    WHEN how LIKE 'written off%' THEN 'written off'
    WHEN how LIKE 'signed by %' THEN 'signed'
    ELSE 'noted' END
  WHERE closed_at IS NOT NULL;
ALTER TABLE breaks ADD CONSTRAINT breaks_ended CHECK ((closed_at IS NULL) = (closed_as IS NULL));
UPDATE breaks b SET rollback_refused_at = d.done_at
  FROM decisions d WHERE d.payment_id = b.payment_id AND d.kind = 'roll back' AND d.outcome = 'refused' AND d.detail->'paymentIds' ? b.booking;
ALTER TABLE breaks DROP CONSTRAINT breaks_kind_check;
ALTER TABLE breaks ADD CONSTRAINT breaks_kind_check CHECK (
  kind IN ('duplicate', 'not undone', 'refused by us but booked', 'account', 'invoice', 'amount', 'reference', 'only theirs'));
