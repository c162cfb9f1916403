CREATE TABLE queue_jobs (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  unique_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('READY', 'RUNNING', 'DONE', 'DEAD')),
  run_at TEXT NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  lease_token TEXT,
  lease_until TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE INDEX idx_queue_jobs_ready ON queue_jobs (run_at, sequence) WHERE state = 'READY';
CREATE INDEX idx_queue_jobs_running ON queue_jobs (lease_until) WHERE state = 'RUNNING';
CREATE INDEX idx_queue_jobs_done ON queue_jobs (finished_at) WHERE state = 'DONE';

-- Deliveries that were applied; written in the same transaction as their effect.
CREATE TABLE webhook_deliveries (
  idempotency_key TEXT PRIMARY KEY,
  payload_sha256 TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_webhook_deliveries_first_seen_at ON webhook_deliveries (first_seen_at);
