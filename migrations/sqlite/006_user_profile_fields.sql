ALTER TABLE users ADD COLUMN avatar_url TEXT;
-- SQLite adds a NOT NULL column only with a constant; every insert names the time.
ALTER TABLE users ADD COLUMN updated_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000Z';
