-- Looks that decide nothing are counted in one row: when the first of them was made (at), when the last, and how many. What the row
-- says besides (question, detail, after_ms, read_at, answer_hash) is the last one's.
ALTER TABLE looks ADD COLUMN count integer NOT NULL DEFAULT 1 CHECK (count > 0), ADD COLUMN last_at timestamptz;

WITH said AS (
  SELECT payment_id, document, attempt, detail, min(id) AS first, max(id) AS last, count(*)::int AS count
  FROM looks WHERE said = 'inconclusive' GROUP BY payment_id, document, attempt, detail HAVING count(*) > 1
), counted AS (
  UPDATE looks l SET count = said.count, last_at = newest.at, question = newest.question, after_ms = newest.after_ms, read_at = newest.read_at,
    answer_hash = newest.answer_hash
  FROM said JOIN looks newest ON newest.id = said.last WHERE l.id = said.first
)
DELETE FROM looks l USING said
WHERE l.payment_id = said.payment_id AND l.document = said.document AND l.attempt = said.attempt AND l.said = 'inconclusive' AND l.detail = said.detail
  AND l.id <> said.first;

UPDATE looks SET last_at = at WHERE last_at IS NULL;
ALTER TABLE looks ALTER COLUMN last_at SET NOT NULL, ALTER COLUMN last_at SET DEFAULT now();
