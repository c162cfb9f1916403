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

CREATE INDEX idx_jobs_published_order ON jobs (created_at, sequence) WHERE lifecycle_status <> 'DRAFT';
CREATE INDEX idx_feed_posts_published_order ON feed_posts (published_at DESC, created_at DESC, id DESC)
  WHERE lifecycle_status <> 'DRAFT';

-- Totals shown on every page are kept by the transaction that changes them, whoever writes; counting 100,000 rows for
-- each page costs a thousand times the page.
CREATE TABLE job_totals (
  employment_type TEXT NOT NULL,
  visa_sponsorship INTEGER NOT NULL,
  lifecycle_status TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (lifecycle_status, employment_type, visa_sponsorship)
) STRICT, WITHOUT ROWID;
INSERT INTO job_totals (employment_type, visa_sponsorship, lifecycle_status, total)
  SELECT employment_type, visa_sponsorship, lifecycle_status, COUNT(*) FROM jobs GROUP BY 1, 2, 3;
CREATE TRIGGER job_totals_insert AFTER INSERT ON jobs BEGIN
  INSERT INTO job_totals VALUES (NEW.employment_type, NEW.visa_sponsorship, NEW.lifecycle_status, 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER job_totals_delete AFTER DELETE ON jobs BEGIN
  UPDATE job_totals SET total = total - 1
   WHERE employment_type = OLD.employment_type AND visa_sponsorship = OLD.visa_sponsorship
     AND lifecycle_status = OLD.lifecycle_status;
END;
CREATE TRIGGER job_totals_update AFTER UPDATE OF employment_type, visa_sponsorship, lifecycle_status ON jobs BEGIN
  UPDATE job_totals SET total = total - 1
   WHERE employment_type = OLD.employment_type AND visa_sponsorship = OLD.visa_sponsorship
     AND lifecycle_status = OLD.lifecycle_status;
  INSERT INTO job_totals VALUES (NEW.employment_type, NEW.visa_sponsorship, NEW.lifecycle_status, 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;

CREATE TABLE feed_totals (
  category TEXT NOT NULL,
  lifecycle_status TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (lifecycle_status, category)
) STRICT, WITHOUT ROWID;
INSERT INTO feed_totals (category, lifecycle_status, total)
  SELECT category, lifecycle_status, COUNT(*) FROM feed_posts GROUP BY 1, 2;
CREATE TRIGGER feed_totals_insert AFTER INSERT ON feed_posts BEGIN
  INSERT INTO feed_totals VALUES (NEW.category, NEW.lifecycle_status, 1) ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER feed_totals_delete AFTER DELETE ON feed_posts BEGIN
  UPDATE feed_totals SET total = total - 1
   WHERE category = OLD.category AND lifecycle_status = OLD.lifecycle_status;
END;
CREATE TRIGGER feed_totals_update AFTER UPDATE OF category, lifecycle_status ON feed_posts BEGIN
  UPDATE feed_totals SET total = total - 1
   WHERE category = OLD.category AND lifecycle_status = OLD.lifecycle_status;
  INSERT INTO feed_totals VALUES (NEW.category, NEW.lifecycle_status, 1) ON CONFLICT DO UPDATE SET total = total + 1;
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
