CREATE TABLE roles (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  description text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE user_roles (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role_id uuid NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, role_id)
);
CREATE INDEX idx_user_roles_user_id ON user_roles (user_id);
CREATE INDEX idx_user_roles_role_id ON user_roles (role_id);

INSERT INTO roles (id, code, description, created_at) VALUES
  ('00000000-0000-0000-0000-000000000001', 'sdm', 'Candidate who wants to work in Japan', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000002', 'lpk', 'Indonesian training institution', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000003', 'tsk', 'Japanese supervising organization', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000004', 'kaisha', 'Employer in Japan', '2026-01-01T00:00:00.000Z'),
  ('00000000-0000-0000-0000-000000000005', 'super_admin', 'Administrator of the platform', '2026-01-01T00:00:00.000Z');
