-- Indexes on tables that may be full already stand in 023, where they are built beside running writers.
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
-- Within one change rows are written in the order of their key, so that two changes cannot wait for each other.
CREATE FUNCTION total_slot() RETURNS smallint LANGUAGE sql AS 'SELECT CAST(pg_backend_pid() % 16 AS smallint)';
CREATE FUNCTION utc_day(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD')$$;
CREATE FUNCTION utc_month(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM')$$;

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
CREATE FUNCTION job_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_totals AS kept (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, slot, total)
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), employment_type, visa_sponsorship,
         total_slot(), SUM(change)
    FROM (SELECT OLD.lifecycle_status, OLD.scheduled_publish_at, OLD.employment_type, OLD.visa_sponsorship, -1 AS change
           WHERE TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL
           UNION ALL
          SELECT NEW.lifecycle_status, NEW.scheduled_publish_at, NEW.employment_type, NEW.visa_sponsorship, 1
           WHERE TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL) changes
   GROUP BY 1, 2, 3, 4 HAVING SUM(change) <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, slot)
  DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER job_totals_change
  AFTER INSERT OR DELETE
     OR UPDATE OF lifecycle_status, scheduled_publish_at, employment_type, visa_sponsorship, deleted_at ON jobs
  FOR EACH ROW EXECUTE FUNCTION job_totals_change();
INSERT INTO job_totals (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, total)
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), employment_type, visa_sponsorship,
         COUNT(*)
    FROM jobs GROUP BY 1, 2, 3, 4;

CREATE TABLE feed_totals (
  lifecycle_status text NOT NULL,
  scheduled_month text COLLATE "binary" NOT NULL,
  category text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (lifecycle_status, scheduled_month, category, slot)
);
CREATE FUNCTION feed_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO feed_totals AS kept (lifecycle_status, scheduled_month, category, slot, total)
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), category, total_slot(), SUM(change)
    FROM (SELECT OLD.lifecycle_status, OLD.scheduled_publish_at, OLD.category, -1 AS change
           WHERE TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL
           UNION ALL
          SELECT NEW.lifecycle_status, NEW.scheduled_publish_at, NEW.category, 1
           WHERE TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL) changes
   GROUP BY 1, 2, 3 HAVING SUM(change) <> 0 ORDER BY 1, 2, 3
  ON CONFLICT (lifecycle_status, scheduled_month, category, slot) DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_totals_change
  AFTER INSERT OR DELETE OR UPDATE OF lifecycle_status, scheduled_publish_at, category, deleted_at ON feed_posts
  FOR EACH ROW EXECUTE FUNCTION feed_totals_change();
INSERT INTO feed_totals (lifecycle_status, scheduled_month, category, total)
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), category, COUNT(*)
    FROM feed_posts GROUP BY 1, 2, 3;

CREATE TABLE kyc_totals (
  status text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (status, slot)
);
CREATE FUNCTION kyc_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kyc_totals AS kept (status, slot, total)
  SELECT status, total_slot(), SUM(change)
    FROM (SELECT OLD.status, -1 AS change WHERE TG_OP <> 'INSERT'
           UNION ALL SELECT NEW.status, 1 WHERE TG_OP <> 'DELETE') changes
   GROUP BY 1 HAVING SUM(change) <> 0 ORDER BY 1
  ON CONFLICT (status, slot) DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER kyc_totals_change AFTER INSERT OR DELETE OR UPDATE OF status ON kyc_sessions
  FOR EACH ROW EXECUTE FUNCTION kyc_totals_change();
INSERT INTO kyc_totals (status, total) SELECT status, COUNT(*) FROM kyc_sessions GROUP BY 1;
