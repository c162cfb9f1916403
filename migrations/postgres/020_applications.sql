-- What a journey event started from, written with it; computed once for those that are there (023).
ALTER TABLE job_application_journey_events ADD COLUMN from_status text
  CHECK (from_status IS NULL OR from_status IN ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED'));

-- Kept beside an application, so that a filtered list is one walk along an index: whose job it is about and whether
-- that job was deleted, and the text it is found by (folded by us as in 018, in two parts because job and applicant are
-- renamed apart; empty: to be folded). 023 fills in whose job it is; the totals follow.
ALTER TABLE job_applications ADD COLUMN employer_id text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN job_deleted_at timestamptz;
ALTER TABLE job_applications ADD COLUMN search_job text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_applicant text NOT NULL DEFAULT '';
ALTER TABLE job_applications ADD COLUMN search_text text NOT NULL DEFAULT '';

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

-- One statement for all jobs of a statement, as for totals. EXCEPT stays quick when a plan made for one row meets many.
CREATE FUNCTION applications_follow_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE job_applications a
     SET employer_id = COALESCE(j.employer_json ->> 'id', ''), job_deleted_at = j.deleted_at,
         search_job = CASE WHEN j.unfolded THEN '' ELSE a.search_job END
    FROM (SELECT id, deleted_at, title, employer_json, search_text = '' AS unfolded FROM new_rows
          EXCEPT
          SELECT id, deleted_at, title, employer_json, search_text = '' FROM old_rows) j
   WHERE a.job_id = j.id
     AND (a.employer_id <> COALESCE(j.employer_json ->> 'id', '') OR a.job_deleted_at IS DISTINCT FROM j.deleted_at
          OR (j.unfolded AND a.search_job <> ''));
  RETURN NULL;
END $$;
CREATE TRIGGER jobs_followed_by_applications AFTER UPDATE ON jobs
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION applications_follow_jobs();

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
