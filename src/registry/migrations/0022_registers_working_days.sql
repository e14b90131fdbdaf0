-- The day on which a register's line stands that names no payment of ours: as its own time says it, and where nobody can read that, the last
-- day of the month that it was sent for. So each line stands on exactly one day.
CREATE FUNCTION register_day(created_on text, year integer, month integer) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN created_on !~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([^0-9]|$)'
    THEN (make_date(year, month, 1) + make_interval(months => 1, days => -1))::date
  WHEN substr(created_on, 9, 2)::integer
    > extract(day FROM make_date(substr(created_on, 1, 4)::integer, substr(created_on, 6, 2)::integer, 1) + make_interval(months => 1, days => -1))
    THEN (make_date(year, month, 1) + make_interval(months => 1, days => -1))::date
  ELSE make_date(substr(created_on, 1, 4)::integer, substr(created_on, 6, 2)::integer, substr(created_on, 9, 2)::integer)
END;
ALTER TABLE register_lines ADD COLUMN stands_on date NOT NULL GENERATED ALWAYS AS (register_day(agent_request_created_on, year, month)) STORED;
CREATE INDEX register_lines_day ON register_lines (agent_id, stands_on) WHERE replaced_at IS NULL;

-- What staff said otherwise than the week does: a holiday, or a Saturday that is worked. Monday to Friday are worked where no row speaks.
CREATE TABLE working_days (
  day    date PRIMARY KEY,
  works  boolean NOT NULL,
  reason text NOT NULL,
  staff  text NOT NULL REFERENCES staff,
  at     timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION is_working_day(asked date) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce((SELECT w.works FROM working_days w WHERE w.day = asked), extract(isodow FROM asked) < 6);
