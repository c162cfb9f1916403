CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  owner_user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  org_type TEXT NOT NULL CHECK (org_type IN ('TSK', 'LPK', 'EMPLOYER')),
  country_code TEXT NOT NULL CHECK (country_code GLOB '[A-Z][A-Z]'),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_organizations_owner_user_id ON organizations (owner_user_id);
CREATE INDEX idx_organizations_org_type ON organizations (org_type);

CREATE TABLE organization_verifications (
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL UNIQUE REFERENCES organizations (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'VERIFIED', 'MISMATCH', 'NOT_FOUND', 'REJECTED')),
  reason_codes_json TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reason_codes_json)),
  registration_number TEXT NOT NULL,
  legal_name TEXT NOT NULL,
  supporting_object_keys_json TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(supporting_object_keys_json)),
  last_checked_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_org_verifications_status ON organization_verifications (status);
CREATE INDEX idx_org_verifications_last_checked_at ON organization_verifications (last_checked_at DESC);
