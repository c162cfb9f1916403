-- Who wrote which provider data. `provider_metadata_json` stays the merged view that the original service reads:
-- system over vendor over owner over what was there before this migration.
ALTER TABLE kyc_sessions ADD COLUMN owner_metadata_json jsonb NOT NULL DEFAULT '{}';
ALTER TABLE kyc_sessions ADD COLUMN vendor_metadata_json jsonb NOT NULL DEFAULT '{}';
ALTER TABLE kyc_sessions ADD COLUMN system_metadata_json jsonb NOT NULL DEFAULT '{}';
