CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  owner_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  org_type text NOT NULL CHECK (org_type IN ('TSK', 'LPK', 'EMPLOYER')),
  country_code text NOT NULL CHECK (country_code ~ '^[A-Z]{2}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_organizations_owner_user_id ON organizations (owner_user_id);
CREATE INDEX idx_organizations_org_type ON organizations (org_type);

CREATE TABLE organization_verifications (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL UNIQUE REFERENCES organizations (id) ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN ('PENDING', 'VERIFIED', 'MISMATCH', 'NOT_FOUND', 'REJECTED')),
  reason_codes_json jsonb NOT NULL DEFAULT '[]',
  registration_number text NOT NULL,
  legal_name text NOT NULL,
  supporting_object_keys_json jsonb NOT NULL DEFAULT '[]',
  last_checked_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_org_verifications_status ON organization_verifications (status);
CREATE INDEX idx_org_verifications_last_checked_at ON organization_verifications (last_checked_at DESC);
