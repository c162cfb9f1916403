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
CREATE FUNCTION user_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO user_totals AS kept (id, slot, total) VALUES (1, total_slot(), CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END)
  ON CONFLICT (id, slot) DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER user_totals_change AFTER INSERT OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION user_totals_change();
INSERT INTO user_totals (id, total) SELECT 1, COUNT(*) FROM users;

-- Counts submissions: a decision must not reach data that arrived while it was being made.
ALTER TABLE organization_verifications ADD COLUMN submission bigint NOT NULL DEFAULT 1;

-- The status of its verification, kept beside the organization, so that a filtered list is one walk along an index.
ALTER TABLE organizations ADD COLUMN verification_status text;
UPDATE organizations SET verification_status = v.status
  FROM organization_verifications v WHERE v.org_id = organizations.id;
CREATE FUNCTION organizations_follow_verification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE organizations SET verification_status = NULL WHERE id = OLD.org_id;
  ELSE
    UPDATE organizations SET verification_status = NEW.status WHERE id = NEW.org_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER organizations_follow_verification AFTER INSERT OR DELETE OR UPDATE OF status ON organization_verifications
  FOR EACH ROW EXECUTE FUNCTION organizations_follow_verification();

-- The empty status stands for organizations that submitted nothing.
CREATE TABLE organization_totals (
  org_type text NOT NULL,
  verification_status text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (verification_status, org_type, slot)
);
CREATE FUNCTION organization_totals_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO organization_totals AS kept (org_type, verification_status, slot, total)
  SELECT org_type, COALESCE(verification_status, ''), total_slot(), SUM(change)
    FROM (SELECT OLD.org_type, OLD.verification_status, -1 AS change WHERE TG_OP <> 'INSERT'
           UNION ALL
          SELECT NEW.org_type, NEW.verification_status, 1 WHERE TG_OP <> 'DELETE') changes
   GROUP BY 1, 2 HAVING SUM(change) <> 0 ORDER BY 1, 2
  ON CONFLICT (verification_status, org_type, slot) DO UPDATE SET total = kept.total + excluded.total;
  RETURN NULL;
END $$;
CREATE TRIGGER organization_totals_change
  AFTER INSERT OR DELETE OR UPDATE OF org_type, verification_status ON organizations
  FOR EACH ROW EXECUTE FUNCTION organization_totals_change();
INSERT INTO organization_totals (org_type, verification_status, total)
  SELECT org_type, COALESCE(verification_status, ''), COUNT(*) FROM organizations GROUP BY 1, 2;
