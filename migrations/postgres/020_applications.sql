-- What a journey event started from, written with it; computed once for those that are there.
ALTER TABLE job_application_journey_events ADD COLUMN from_status text
  CHECK (from_status IS NULL OR from_status IN ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED'));
UPDATE job_application_journey_events SET from_status = earlier.status
  FROM (SELECT id, LAG(status) OVER (PARTITION BY application_id ORDER BY created_at, sequence) AS status
          FROM job_application_journey_events) AS earlier
 WHERE earlier.id = job_application_journey_events.id AND earlier.status IS NOT NULL;

-- Kept beside an application, so that a filtered list is one walk along an index: whose job it is about and whether
-- that job was deleted, and the text it is found by (folded by us as in 018, in two parts because job and applicant are
-- renamed apart; empty: to be folded).
ALTER TABLE job_applications ADD COLUMN employer_id text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN job_deleted_at timestamptz;
ALTER TABLE job_applications ADD COLUMN search_job text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_applicant text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_text text NOT NULL DEFAULT '';
UPDATE job_applications SET employer_id = COALESCE(jobs.employer_json ->> 'id', '')
  FROM jobs WHERE jobs.id = job_applications.job_id;

-- The lock on the job makes an application and the deletion of its job see each other.
CREATE FUNCTION applications_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT COALESCE(employer_json ->> 'id', ''), deleted_at INTO NEW.employer_id, NEW.job_deleted_at
      FROM jobs WHERE id = NEW.job_id FOR SHARE;
    NEW.employer_id := COALESCE(NEW.employer_id, '');
  END IF;
  NEW.search_text := NEW.search_job || ' ' || NEW.search_applicant;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_complete BEFORE INSERT OR UPDATE OF search_job, search_applicant, search_text
  ON job_applications FOR EACH ROW EXECUTE FUNCTION applications_complete();

CREATE FUNCTION applications_follow_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE job_applications
     SET employer_id = COALESCE(NEW.employer_json ->> 'id', ''), job_deleted_at = NEW.deleted_at,
         search_job = CASE WHEN NEW.search_text = '' THEN '' ELSE search_job END
   WHERE job_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER applications_follow_job AFTER UPDATE ON jobs
  FOR EACH ROW WHEN (OLD.deleted_at IS DISTINCT FROM NEW.deleted_at
                     OR (OLD.employer_json ->> 'id') IS DISTINCT FROM (NEW.employer_json ->> 'id')
                     OR (NEW.search_text = ''
                         AND (OLD.title, OLD.employer_json) IS DISTINCT FROM (NEW.title, NEW.employer_json)))
  EXECUTE FUNCTION applications_follow_job();

CREATE VIEW application_search (rowid, search_text) AS SELECT sequence, search_text FROM job_applications;

-- How many applications there are per status: of all jobs (`name` is empty), of one job, of one employer.
CREATE TABLE application_totals (
  scope text NOT NULL CHECK (scope IN ('ALL', 'JOB', 'EMPLOYER')),
  name text NOT NULL,
  status text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (scope, name, status, slot)
);
CREATE FUNCTION application_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO application_totals AS kept (scope, name, status, slot, total)
  SELECT scope, name, status, total_slot(), SUM(change)
    FROM (SELECT OLD.job_id, OLD.employer_id, OLD.status, -1 AS change
           WHERE TG_OP <> 'INSERT' AND OLD.job_deleted_at IS NULL
           UNION ALL
          SELECT NEW.job_id, NEW.employer_id, NEW.status, 1
           WHERE TG_OP <> 'DELETE' AND NEW.job_deleted_at IS NULL) changes,
         LATERAL (VALUES ('ALL', ''), ('JOB', job_id), ('EMPLOYER', employer_id)) scopes (scope, name)
   GROUP BY 1, 2, 3 HAVING SUM(change) <> 0 ORDER BY 1, 2, 3
  ON CONFLICT (scope, name, status, slot) DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER application_totals_change
  AFTER INSERT OR DELETE OR UPDATE OF status, employer_id, job_deleted_at ON job_applications
  FOR EACH ROW EXECUTE FUNCTION application_totals_change();
INSERT INTO application_totals (scope, name, status, total)
  SELECT 'ALL', '', status, COUNT(*) FROM job_applications GROUP BY status
  UNION ALL
  SELECT 'JOB', job_id, status, COUNT(*) FROM job_applications GROUP BY job_id, status
  UNION ALL
  SELECT 'EMPLOYER', employer_id, status, COUNT(*) FROM job_applications GROUP BY employer_id, status;
