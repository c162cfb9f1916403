CREATE TABLE roles (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE user_roles (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role_id TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  UNIQUE (user_id, role_id)
) STRICT;
CREATE INDEX idx_user_roles_user_id ON user_roles (user_id);
CREATE INDEX idx_user_roles_role_id ON user_roles (role_id);

INSERT INTO roles (id, code, description, created_at) VALUES
  ('00000000-0000-0000-0000-000000000001', 'sdm', 'Candidate who wants to work in Japan', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000002', 'lpk', 'Indonesian training institution', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000003', 'tsk', 'Japanese supervising organization', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000004', 'kaisha', 'Employer in Japan', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000005', 'super_admin', 'Administrator of the platform', '2026-01-01T00:00:00.000Z');
