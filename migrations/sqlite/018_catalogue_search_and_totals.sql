-- Folded text for search: lower case by Unicode, written by us, because each database folds in its own way.
-- (These rows are ASCII, so lower() will do here.)
ALTER TABLE jobs ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN search_location TEXT NOT NULL DEFAULT '';
UPDATE jobs SET
  search_text = lower(title || ' ' || description || ' ' || (employer_json ->> 'name') || ' ' ||
                      (location_json ->> 'displayLabel')),
  search_location = lower(location_json ->> 'displayLabel');
ALTER TABLE feed_posts ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE feed_posts SET search_text = lower(title || ' ' || excerpt || ' ' || author || ' ' || category);

-- Deleted rows stay for the record (their applications, documents and history hang on them) and are hidden everywhere.
ALTER TABLE jobs ADD COLUMN deleted_at TEXT;
ALTER TABLE feed_posts ADD COLUMN deleted_at TEXT;

-- Lists in their order. The index tells by itself what is not public, so that a walk passes it over without looking at
-- the rows.
CREATE INDEX idx_jobs_order ON jobs (created_at, sequence, lifecycle_status, scheduled_publish_at)
  WHERE deleted_at IS NULL;
CREATE INDEX idx_feed_posts_order
  ON feed_posts (published_at DESC, created_at DESC, id DESC, lifecycle_status, scheduled_publish_at)
  WHERE deleted_at IS NULL;

-- Totals shown on every page are kept by the transaction that changes them, whoever writes; counting 100,000 rows for
-- each page costs a thousand times the page. Deleted rows do not count. Scheduled rows become public by the clock alone,
-- so they are kept by month: months that have passed are summed up, and only the rows of this one are looked at. By
-- day there would be so many totals that summing them costs more than the page.
CREATE TABLE job_totals (
  lifecycle_status TEXT NOT NULL,
  scheduled_month TEXT NOT NULL,
  employment_type TEXT NOT NULL,
  visa_sponsorship INTEGER NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (lifecycle_status, scheduled_month, employment_type, visa_sponsorship)
) STRICT, WITHOUT ROWID;
INSERT INTO job_totals (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, total)
  SELECT lifecycle_status, COALESCE(substr(scheduled_publish_at, 1, 7), 'never'), employment_type, visa_sponsorship,
         COUNT(*)
    FROM jobs GROUP BY 1, 2, 3, 4;
CREATE TRIGGER job_totals_insert AFTER INSERT ON jobs WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO job_totals (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, total)
  VALUES (NEW.lifecycle_status, COALESCE(substr(NEW.scheduled_publish_at, 1, 7), 'never'), NEW.employment_type,
          NEW.visa_sponsorship, 1)
      ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER job_totals_delete AFTER DELETE ON jobs WHEN OLD.deleted_at IS NULL BEGIN
  UPDATE job_totals SET total = total - 1
   WHERE lifecycle_status = OLD.lifecycle_status
     AND scheduled_month = COALESCE(substr(OLD.scheduled_publish_at, 1, 7), 'never')
     AND employment_type = OLD.employment_type AND visa_sponsorship = OLD.visa_sponsorship;
END;
CREATE TRIGGER job_totals_leave
AFTER UPDATE OF lifecycle_status, scheduled_publish_at, employment_type, visa_sponsorship, deleted_at ON jobs
WHEN OLD.deleted_at IS NULL BEGIN
  UPDATE job_totals SET total = total - 1
   WHERE lifecycle_status = OLD.lifecycle_status
     AND scheduled_month = COALESCE(substr(OLD.scheduled_publish_at, 1, 7), 'never')
     AND employment_type = OLD.employment_type AND visa_sponsorship = OLD.visa_sponsorship;
END;
CREATE TRIGGER job_totals_enter
AFTER UPDATE OF lifecycle_status, scheduled_publish_at, employment_type, visa_sponsorship, deleted_at ON jobs
WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO job_totals (lifecycle_status, scheduled_month, employment_type, visa_sponsorship, total)
  VALUES (NEW.lifecycle_status, COALESCE(substr(NEW.scheduled_publish_at, 1, 7), 'never'), NEW.employment_type,
          NEW.visa_sponsorship, 1)
      ON CONFLICT DO UPDATE SET total = total + 1;
END;

CREATE TABLE feed_totals (
  lifecycle_status TEXT NOT NULL,
  scheduled_month TEXT NOT NULL,
  category TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (lifecycle_status, scheduled_month, category)
) STRICT, WITHOUT ROWID;
INSERT INTO feed_totals (lifecycle_status, scheduled_month, category, total)
  SELECT lifecycle_status, COALESCE(substr(scheduled_publish_at, 1, 7), 'never'), category, COUNT(*)
    FROM feed_posts GROUP BY 1, 2, 3;
CREATE TRIGGER feed_totals_insert AFTER INSERT ON feed_posts WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO feed_totals (lifecycle_status, scheduled_month, category, total)
  VALUES (NEW.lifecycle_status, COALESCE(substr(NEW.scheduled_publish_at, 1, 7), 'never'), NEW.category, 1)
      ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER feed_totals_delete AFTER DELETE ON feed_posts WHEN OLD.deleted_at IS NULL BEGIN
  UPDATE feed_totals SET total = total - 1
   WHERE lifecycle_status = OLD.lifecycle_status
     AND scheduled_month = COALESCE(substr(OLD.scheduled_publish_at, 1, 7), 'never') AND category = OLD.category;
END;
CREATE TRIGGER feed_totals_leave
AFTER UPDATE OF lifecycle_status, scheduled_publish_at, category, deleted_at ON feed_posts
WHEN OLD.deleted_at IS NULL BEGIN
  UPDATE feed_totals SET total = total - 1
   WHERE lifecycle_status = OLD.lifecycle_status
     AND scheduled_month = COALESCE(substr(OLD.scheduled_publish_at, 1, 7), 'never') AND category = OLD.category;
END;
CREATE TRIGGER feed_totals_enter
AFTER UPDATE OF lifecycle_status, scheduled_publish_at, category, deleted_at ON feed_posts
WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO feed_totals (lifecycle_status, scheduled_month, category, total)
  VALUES (NEW.lifecycle_status, COALESCE(substr(NEW.scheduled_publish_at, 1, 7), 'never'), NEW.category, 1)
      ON CONFLICT DO UPDATE SET total = total + 1;
END;

CREATE TABLE kyc_totals (
  status TEXT PRIMARY KEY,
  total INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO kyc_totals (status, total) SELECT status, COUNT(*) FROM kyc_sessions GROUP BY 1;
CREATE TRIGGER kyc_totals_insert AFTER INSERT ON kyc_sessions BEGIN
  INSERT INTO kyc_totals VALUES (NEW.status, 1) ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER kyc_totals_delete AFTER DELETE ON kyc_sessions BEGIN
  UPDATE kyc_totals SET total = total - 1 WHERE status = OLD.status;
END;
CREATE TRIGGER kyc_totals_update AFTER UPDATE OF status ON kyc_sessions BEGIN
  UPDATE kyc_totals SET total = total - 1 WHERE status = OLD.status;
  INSERT INTO kyc_totals VALUES (NEW.status, 1) ON CONFLICT DO UPDATE SET total = total + 1;
END;
