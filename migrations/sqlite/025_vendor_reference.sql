-- The reference that the vendor itself sent. Once there is one, `provider_ref`, which the original service reads, stays it.
ALTER TABLE kyc_sessions ADD COLUMN vendor_ref TEXT;
