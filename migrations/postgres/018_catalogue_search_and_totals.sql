-- Indexes on tables that may be full already stand in 024, where they are built beside running writers.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Folded text for search: lower case by Unicode, written by us, because each database folds in its own way. Empty means
-- that another program wrote the row; `migrate` and the worker fold it then.
ALTER TABLE jobs ADD COLUMN search_text text NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN search_location text NOT NULL DEFAULT '';
ALTER TABLE feed_posts ADD COLUMN search_text text NOT NULL DEFAULT '';

-- Deleted rows stay for the record (their applications, documents and history hang on them) and are hidden everywhere.
ALTER TABLE jobs ADD COLUMN deleted_at timestamptz;
ALTER TABLE feed_posts ADD COLUMN deleted_at timestamptz;

-- Totals shown on every page are kept by the transaction that changes them, whoever writes; counting 100,000 rows for
-- each page costs a thousand times the page. A total is the sum of up to 16 rows, one per slot: transactions that
-- change the same total at the same time mostly write different rows, instead of waiting for one another's commit.
CREATE FUNCTION total_slot() RETURNS smallint LANGUAGE sql AS 'SELECT CAST(pg_backend_pid() % 16 AS smallint)';
CREATE FUNCTION utc_day(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD')$$;
CREATE FUNCTION utc_month(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM')$$;

-- Counts a table into a table of totals, and makes the triggers that keep them: `keys` gives, of a relation `changed`
-- of its rows, the values of `key_columns` under which each row counts. A statement writes each total once, however
-- many rows it changes: row by row, each change would leave a dead version of the total that the next one has to pass.
-- Totals are written in the order of their keys, so that two changes cannot wait for each other. `UPDATE OF column`
-- counts row by row all the same, where updates of other columns are frequent: those then cost nothing. 023 calls it;
-- nobody writes to the table while it is counted.
CREATE PROCEDURE keep_totals(counted regclass, totals regclass, key_columns text, keys text, VARIADIC events text[])
LANGUAGE plpgsql AS $procedure$
DECLARE
  event text;
  name text;
  by_row boolean;
  entering text;
  leaving text;
BEGIN
  IF to_regproc(format('%s_counted_insert', counted)) IS NOT NULL THEN
    RETURN;
  END IF;
  SET LOCAL lock_timeout = '800ms';
  SET LOCAL work_mem = '64MB';
  FOREACH event IN ARRAY events LOOP
    name := format('%s_counted_%s', counted, lower(split_part(event, ' ', 1)));
    by_row := event LIKE '% OF %';
    entering := format('SELECT k.*, 1 FROM (WITH changed AS (%s) %s) k',
                       CASE WHEN by_row THEN 'SELECT NEW.*' ELSE 'TABLE new_rows' END, keys);
    leaving := format('SELECT k.*, -1 FROM (WITH changed AS (%s) %s) k',
                      CASE WHEN by_row THEN 'SELECT OLD.*' ELSE 'TABLE old_rows' END, keys);
    EXECUTE format($function$
      CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        INSERT INTO %s AS kept (%3$s, slot, total)
        SELECT %3$s, total_slot(), SUM(change) FROM (%4$s) changes (%3$s, change)
         GROUP BY %3$s HAVING SUM(change) <> 0 ORDER BY %3$s
        ON CONFLICT (%3$s, slot) DO UPDATE SET total = kept.total + excluded.total;
        RETURN NULL;
      END $body$ $function$, name, totals, key_columns,
      CASE event WHEN 'INSERT' THEN entering WHEN 'DELETE' THEN leaving ELSE entering || ' UNION ALL ' || leaving END);
    EXECUTE format('CREATE TRIGGER %1$s AFTER %s ON %s %s EXECUTE FUNCTION %1$s()', name, event, counted,
      CASE WHEN by_row THEN 'FOR EACH ROW'
           WHEN event = 'INSERT' THEN 'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'
           WHEN event = 'DELETE' THEN 'REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'
           ELSE 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT' END);
  END LOOP;
  EXECUTE format('INSERT INTO %s (%2$s, total) SELECT %2$s, COUNT(*)'
                 ' FROM (WITH changed AS (TABLE %3$s) %4$s) k (%2$s) GROUP BY %2$s',
                 totals, key_columns, counted, keys);
END $procedure$;

-- Deleted rows do not count. Scheduled rows become public by the clock alone, so they are kept by month: months that
-- have passed are summed up, and only the rows of this one are looked at.
CREATE TABLE job_totals (
  lifecycle_status text NOT NULL,
  scheduled_month text COLLATE "binary" NOT NULL,
  employment_type text NOT NULL,
  visa_sponsorship boolean NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, slot)
);

CREATE TABLE feed_totals (
  lifecycle_status text NOT NULL,
  scheduled_month text COLLATE "binary" NOT NULL,
  category text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (lifecycle_status, scheduled_month, category, slot)
);

CREATE TABLE kyc_totals (
  status text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (status, slot)
);
