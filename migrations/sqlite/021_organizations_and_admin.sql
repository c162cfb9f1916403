-- Users in the order administrators see them, found by name or address. Folded by us as in 018; the line break between
-- name and address keeps a search from matching across both. (There are only ASCII names so far, so lower() will do.)
ALTER TABLE users ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE users SET search_text = lower(full_name) || char(10) || email;
CREATE INDEX idx_users_created_at ON users (created_at DESC, id DESC);

-- Three letters in a row of each, as for jobs and posts.
CREATE VIRTUAL TABLE user_search USING fts5(search_text, content = 'users', content_rowid = 'sequence',
                                            tokenize = 'trigram');
INSERT INTO user_search (rowid, search_text) SELECT sequence, search_text FROM users;
CREATE TRIGGER user_search_insert AFTER INSERT ON users BEGIN
  INSERT INTO user_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;
CREATE TRIGGER user_search_delete AFTER DELETE ON users BEGIN
  INSERT INTO user_search (user_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
END;
CREATE TRIGGER user_search_update AFTER UPDATE OF search_text ON users WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO user_search (user_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
  INSERT INTO user_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;

CREATE TABLE user_totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  total INTEGER NOT NULL
) STRICT;
INSERT INTO user_totals (id, total) SELECT 1, COUNT(*) FROM users;
CREATE TRIGGER user_totals_insert AFTER INSERT ON users BEGIN
  UPDATE user_totals SET total = total + 1;
END;
CREATE TRIGGER user_totals_delete AFTER DELETE ON users BEGIN
  UPDATE user_totals SET total = total - 1;
END;

-- Counts submissions: a decision must not reach data that arrived while it was being made.
ALTER TABLE organization_verifications ADD COLUMN submission INTEGER NOT NULL DEFAULT 1;

-- The status of its verification, kept beside the organization, so that a filtered list is one walk along an index.
ALTER TABLE organizations ADD COLUMN verification_status TEXT;
UPDATE organizations
   SET verification_status = (SELECT status FROM organization_verifications v WHERE v.org_id = organizations.id);
CREATE TRIGGER organization_status_insert AFTER INSERT ON organization_verifications BEGIN
  UPDATE organizations SET verification_status = NEW.status WHERE id = NEW.org_id;
END;
CREATE TRIGGER organization_status_update AFTER UPDATE OF status ON organization_verifications BEGIN
  UPDATE organizations SET verification_status = NEW.status WHERE id = NEW.org_id;
END;
CREATE TRIGGER organization_status_delete AFTER DELETE ON organization_verifications BEGIN
  UPDATE organizations SET verification_status = NULL WHERE id = OLD.org_id;
END;
CREATE INDEX idx_organizations_created_at ON organizations (created_at DESC, id DESC);
CREATE INDEX idx_organizations_type_created_at ON organizations (org_type, created_at DESC, id DESC);
CREATE INDEX idx_organizations_status_created_at ON organizations (verification_status, created_at DESC, id DESC);

-- The empty status stands for organizations that submitted nothing.
CREATE TABLE organization_totals (
  org_type TEXT NOT NULL,
  verification_status TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (verification_status, org_type)
) STRICT, WITHOUT ROWID;
INSERT INTO organization_totals (org_type, verification_status, total)
  SELECT org_type, COALESCE(verification_status, ''), COUNT(*) FROM organizations GROUP BY 1, 2;
CREATE TRIGGER organization_totals_insert AFTER INSERT ON organizations BEGIN
  INSERT INTO organization_totals VALUES (NEW.org_type, COALESCE(NEW.verification_status, ''), 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER organization_totals_delete AFTER DELETE ON organizations BEGIN
  UPDATE organization_totals SET total = total - 1
   WHERE org_type = OLD.org_type AND verification_status = COALESCE(OLD.verification_status, '');
END;
CREATE TRIGGER organization_totals_update AFTER UPDATE OF org_type, verification_status ON organizations BEGIN
  UPDATE organization_totals SET total = total - 1
   WHERE org_type = OLD.org_type AND verification_status = COALESCE(OLD.verification_status, '');
  INSERT INTO organization_totals VALUES (NEW.org_type, COALESCE(NEW.verification_status, ''), 1)
    ON CONFLICT DO UPDATE SET total = total + 1;
END;

-- The review queue of all states; 016 has the one of a single state.
CREATE INDEX idx_kyc_sessions_submission_order ON kyc_sessions (COALESCE(submitted_at, created_at) DESC, id DESC);
