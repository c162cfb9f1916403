ALTER TABLE kyc_sessions ADD COLUMN provider_ref TEXT;
ALTER TABLE kyc_sessions ADD COLUMN provider_metadata_json TEXT NOT NULL DEFAULT '{}'
  CHECK (json_valid(provider_metadata_json));
CREATE INDEX idx_kyc_sessions_provider_ref ON kyc_sessions (provider_ref);
