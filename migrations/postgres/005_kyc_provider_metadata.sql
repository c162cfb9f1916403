ALTER TABLE kyc_sessions ADD COLUMN provider_ref text;
ALTER TABLE kyc_sessions ADD COLUMN provider_metadata_json jsonb NOT NULL DEFAULT '{}';
CREATE INDEX idx_kyc_sessions_provider_ref ON kyc_sessions (provider_ref);
