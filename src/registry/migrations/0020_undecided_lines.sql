-- Whose payment a line is about, also where no document of it is used up: an undecided line is settled by that payment's own workflow.
ALTER TABLE book_claims ADD COLUMN about bigint REFERENCES payments;
UPDATE book_claims SET about = payment_id;
