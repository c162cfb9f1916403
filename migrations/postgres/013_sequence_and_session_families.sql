-- no transaction
-- `sequence` breaks ties of time in the order of insertion; in SQLite it is the row number. Here come the columns and
-- the numbers of new rows, without a change to any row; 023 numbers those that are there. Table by table, so that none
-- is locked while another is waited for; and no lock is waited for long, because others wait behind who waits.
-- A refresh replaces a session by another of the same family; `rotated_at` tells that from a logout, so that reuse of a
-- rotated token is seen. Absent family: the session is its own.
DO $$
DECLARE
  name text;
  first bigint;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'kyc_sessions', 'identity_documents', 'kyc_status_events', 'jobs', 'feed_posts',
    'user_saved_jobs', 'user_saved_posts', 'job_applications', 'job_application_journey_events',
    'job_application_documents', 'email_verification_challenges'] LOOP
    CONTINUE WHEN to_regclass(name || '_sequence') IS NOT NULL;
    -- Room for those that are there, counted before the table is locked.
    EXECUTE format('SELECT COUNT(*) * 11 / 10 + 1 FROM %s', name) INTO first;
    SET LOCAL lock_timeout = '800ms';
    EXECUTE format('ALTER TABLE %s ADD COLUMN sequence bigint', name);
    EXECUTE format('CREATE SEQUENCE %1$s_sequence AS bigint START %2$s OWNED BY %1$s.sequence', name, first);
    EXECUTE format('ALTER TABLE %1$s ALTER COLUMN sequence SET DEFAULT nextval(''%1$s_sequence'')', name);
    COMMIT;
  END LOOP;
  SET LOCAL lock_timeout = '800ms';
  ALTER TABLE sessions ADD COLUMN IF NOT EXISTS family_id uuid, ADD COLUMN IF NOT EXISTS rotated_at timestamptz;
END $$;

-- Numbers rows that have none, in batches that lock their rows for a moment and no table. Numbers are given from the
-- top, so that a run that was broken off is taken up where it ended: what is numbered is later than what is not.
CREATE OR REPLACE PROCEDURE number_rows(counted regclass, in_order text, also text DEFAULT '') LANGUAGE plpgsql AS $$
DECLARE
  batch CONSTANT bigint := 20000;
  above bigint;
  least bigint;
BEGIN
  EXECUTE format('SELECT COALESCE((SELECT MIN(sequence) FROM %1$s), (SELECT last_value FROM %1$s_sequence))', counted)
    INTO above;
  DROP TABLE IF EXISTS pg_temp.numbers;
  EXECUTE format('CREATE TEMPORARY TABLE numbers AS
    SELECT id, $1 - 1 - COUNT(*) OVER () + row_number() OVER (ORDER BY %s) AS number
      FROM %s WHERE sequence IS NULL', in_order, counted) USING above;
  CREATE INDEX ON pg_temp.numbers (number);
  ANALYZE pg_temp.numbers;
  SELECT MIN(number) INTO least FROM pg_temp.numbers;
  WHILE above > least LOOP
    EXECUTE format('UPDATE %s r SET sequence = n.number %s FROM pg_temp.numbers n
                     WHERE n.number >= $1 AND n.number < $2 AND r.id = n.id', counted, also) USING above - batch, above;
    COMMIT;
    above := above - batch;
  END LOOP;
END $$;

-- Text is ordered by code point, whatever the database was created with. SQLite has this collation under this name, so
-- statements that say COLLATE "binary" read alike.
CREATE COLLATION IF NOT EXISTS "binary" FROM "C";
