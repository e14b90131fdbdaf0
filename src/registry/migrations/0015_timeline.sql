-- PostgreSQL begins a new timeline with every promotion, and the server that is promoted may lack what the lost one had confirmed.
-- Eight hexadecimal digits, as the names of its log files begin.
ALTER TABLE pulse ADD COLUMN timeline text;
UPDATE pulse SET timeline = left(pg_walfile_name(pg_current_wal_lsn()), 8);
ALTER TABLE pulse ALTER COLUMN timeline SET NOT NULL;
