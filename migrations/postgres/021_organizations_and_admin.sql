-- Users are found by name or address, folded by us as in 018; the line break between name and address keeps a search
-- from matching across both.
ALTER TABLE users ADD COLUMN search_text text NOT NULL DEFAULT '';

-- A name that the original service changed is to be folded again, beside the user and beside the applications.
CREATE FUNCTION users_forget_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := '';
  RETURN NEW;
END $$;
CREATE TRIGGER users_forget_folded BEFORE UPDATE OF full_name, email ON users
  FOR EACH ROW WHEN (NEW.search_text = OLD.search_text AND NEW.search_text <> ''
                     AND lower(NEW.full_name || NEW.email) <> lower(OLD.full_name || OLD.email))
  EXECUTE FUNCTION users_forget_folded();
CREATE FUNCTION applications_follow_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE job_applications SET search_applicant = '' WHERE user_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER applications_follow_user AFTER UPDATE OF full_name, email ON users
  FOR EACH ROW WHEN (NEW.search_text = ''
                     AND (OLD.full_name, OLD.email) IS DISTINCT FROM (NEW.full_name, NEW.email))
  EXECUTE FUNCTION applications_follow_user();

CREATE VIEW user_search (rowid, search_text) AS SELECT sequence, search_text FROM users;

CREATE TABLE user_totals (
  id integer NOT NULL CHECK (id = 1),
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (id, slot)
);

-- Counts submissions: a decision must not reach data that arrived while it was being made.
ALTER TABLE organization_verifications ADD COLUMN submission bigint NOT NULL DEFAULT 1;

-- The status of its verification, kept beside the organization, so that a filtered list is one walk along an index.
ALTER TABLE organizations ADD COLUMN verification_status text;
UPDATE organizations SET verification_status = v.status
  FROM organization_verifications v WHERE v.org_id = organizations.id;
CREATE FUNCTION organizations_follow_verifications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organizations o SET verification_status = v.status FROM new_rows v
   WHERE o.id = v.org_id AND o.verification_status IS DISTINCT FROM v.status;
  RETURN NULL;
END $$;
CREATE FUNCTION organizations_lose_verifications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organizations o SET verification_status = NULL FROM old_rows v WHERE o.id = v.org_id;
  RETURN NULL;
END $$;
CREATE TRIGGER organizations_follow_insert AFTER INSERT ON organization_verifications
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION organizations_follow_verifications();
CREATE TRIGGER organizations_follow_update AFTER UPDATE ON organization_verifications
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION organizations_follow_verifications();
CREATE TRIGGER organizations_follow_delete AFTER DELETE ON organization_verifications
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION organizations_lose_verifications();

-- The empty status stands for organizations that submitted nothing.
CREATE TABLE organization_totals (
  org_type text NOT NULL,
  verification_status text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (verification_status, org_type, slot)
);
