-- What a journey event started from, written with it; computed once for those that are there.
ALTER TABLE job_application_journey_events ADD COLUMN from_status TEXT
  CHECK (from_status IS NULL OR from_status IN ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED'));
UPDATE job_application_journey_events SET from_status = earlier.status
  FROM (SELECT id, LAG(status) OVER (PARTITION BY application_id ORDER BY created_at, sequence) AS status
          FROM job_application_journey_events) AS earlier
 WHERE earlier.id = job_application_journey_events.id;

-- Kept beside an application, so that a filtered list is one walk along an index: whose job it is about and whether
-- that job was deleted (by trigger), and the text it is found by (folded by us as in 018, in two parts because job and
-- applicant are renamed apart; there are only ASCII names so far, so lower() will do here).
ALTER TABLE job_applications ADD COLUMN employer_id TEXT NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN job_deleted_at TEXT;
ALTER TABLE job_applications ADD COLUMN search_job TEXT NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_applicant TEXT NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_text TEXT NOT NULL
  GENERATED ALWAYS AS (search_job || ' ' || search_applicant) VIRTUAL;
UPDATE job_applications SET
  employer_id = (SELECT employer_json ->> 'id' FROM jobs WHERE jobs.id = job_id),
  job_deleted_at = (SELECT deleted_at FROM jobs WHERE jobs.id = job_id),
  search_job = (SELECT lower(title || ' ' || (employer_json ->> 'name')) FROM jobs WHERE jobs.id = job_id),
  search_applicant = (SELECT lower(full_name) || ' ' || email FROM users WHERE users.id = user_id);

CREATE TRIGGER applications_follow_job AFTER UPDATE OF employer_json, deleted_at ON jobs
WHEN OLD.deleted_at IS NOT NEW.deleted_at OR (OLD.employer_json ->> 'id') IS NOT (NEW.employer_json ->> 'id') BEGIN
  UPDATE job_applications SET employer_id = NEW.employer_json ->> 'id', job_deleted_at = NEW.deleted_at
   WHERE job_id = NEW.id;
END;

-- Three letters in a row of each text, as in 019.
CREATE VIRTUAL TABLE application_search USING fts5(search_text, content = 'job_applications',
                                                   content_rowid = 'sequence', tokenize = 'trigram');
INSERT INTO application_search (rowid, search_text) SELECT sequence, search_text FROM job_applications;
CREATE TRIGGER application_search_insert AFTER INSERT ON job_applications BEGIN
  INSERT INTO application_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;
CREATE TRIGGER application_search_delete AFTER DELETE ON job_applications BEGIN
  INSERT INTO application_search (application_search, rowid, search_text)
  VALUES ('delete', OLD.sequence, OLD.search_text);
END;
CREATE TRIGGER application_search_update AFTER UPDATE OF search_job, search_applicant ON job_applications
WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO application_search (application_search, rowid, search_text)
  VALUES ('delete', OLD.sequence, OLD.search_text);
  INSERT INTO application_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;

-- Of deleted jobs too: for whoever renames or deletes a job.
CREATE INDEX idx_job_applications_job_id ON job_applications (job_id);
-- Without it SQLite would look for a person's applications of one status among everybody's, which are in order already.
CREATE INDEX idx_job_applications_user_status_order
  ON job_applications (user_id, status, updated_at DESC, created_at DESC, id DESC);
CREATE INDEX idx_job_applications_order ON job_applications (updated_at DESC, created_at DESC, id DESC)
  WHERE job_deleted_at IS NULL;
CREATE INDEX idx_job_applications_status_order ON job_applications (status, updated_at DESC, created_at DESC, id DESC)
  WHERE job_deleted_at IS NULL;
CREATE INDEX idx_job_applications_job_order ON job_applications (job_id, updated_at DESC, created_at DESC, id DESC)
  WHERE job_deleted_at IS NULL;
CREATE INDEX idx_job_applications_employer_order
  ON job_applications (employer_id, updated_at DESC, created_at DESC, id DESC) WHERE job_deleted_at IS NULL;

-- How many applications there are per status: of all jobs (`name` is empty), of one job, of one employer.
CREATE TABLE application_totals (
  scope TEXT NOT NULL CHECK (scope IN ('ALL', 'JOB', 'EMPLOYER')),
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (scope, name, status)
) STRICT, WITHOUT ROWID;
INSERT INTO application_totals (scope, name, status, total)
  SELECT 'ALL', '', status, COUNT(*) FROM job_applications WHERE job_deleted_at IS NULL GROUP BY status
  UNION ALL
  SELECT 'JOB', job_id, status, COUNT(*) FROM job_applications WHERE job_deleted_at IS NULL GROUP BY job_id, status
  UNION ALL
  SELECT 'EMPLOYER', employer_id, status, COUNT(*) FROM job_applications WHERE job_deleted_at IS NULL
   GROUP BY employer_id, status;

CREATE TRIGGER application_totals_insert AFTER INSERT ON job_applications WHEN NEW.job_deleted_at IS NULL BEGIN
  INSERT INTO application_totals VALUES ('ALL', '', NEW.status, 1), ('JOB', NEW.job_id, NEW.status, 1),
                                        ('EMPLOYER', NEW.employer_id, NEW.status, 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER application_totals_delete AFTER DELETE ON job_applications WHEN OLD.job_deleted_at IS NULL BEGIN
  UPDATE application_totals SET total = total - 1 WHERE scope = 'ALL' AND name = '' AND status = OLD.status;
  UPDATE application_totals SET total = total - 1 WHERE scope = 'JOB' AND name = OLD.job_id AND status = OLD.status;
  UPDATE application_totals SET total = total - 1
   WHERE scope = 'EMPLOYER' AND name = OLD.employer_id AND status = OLD.status;
END;
CREATE TRIGGER application_totals_leave AFTER UPDATE OF status, employer_id, job_deleted_at ON job_applications
WHEN OLD.job_deleted_at IS NULL BEGIN
  UPDATE application_totals SET total = total - 1 WHERE scope = 'ALL' AND name = '' AND status = OLD.status;
  UPDATE application_totals SET total = total - 1 WHERE scope = 'JOB' AND name = OLD.job_id AND status = OLD.status;
  UPDATE application_totals SET total = total - 1
   WHERE scope = 'EMPLOYER' AND name = OLD.employer_id AND status = OLD.status;
END;
CREATE TRIGGER application_totals_enter AFTER UPDATE OF status, employer_id, job_deleted_at ON job_applications
WHEN NEW.job_deleted_at IS NULL BEGIN
  INSERT INTO application_totals VALUES ('ALL', '', NEW.status, 1), ('JOB', NEW.job_id, NEW.status, 1),
                                        ('EMPLOYER', NEW.employer_id, NEW.status, 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
