-- Who wrote which provider data. `provider_metadata_json` stays the merged view that the original service reads:
-- system over vendor over owner over what was there before this migration.
ALTER TABLE kyc_sessions ADD COLUMN owner_metadata_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(owner_metadata_json));
ALTER TABLE kyc_sessions ADD COLUMN vendor_metadata_json TEXT NOT NULL DEFAULT '{}'
  CHECK (json_valid(vendor_metadata_json));
ALTER TABLE kyc_sessions ADD COLUMN system_metadata_json TEXT NOT NULL DEFAULT '{}'
  CHECK (json_valid(system_metadata_json));

-- The review queue is ordered by submission.
CREATE INDEX idx_kyc_sessions_queue ON kyc_sessions (status, COALESCE(submitted_at, created_at) DESC, id DESC);
