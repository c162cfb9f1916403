CREATE TABLE queue_jobs (
  sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  payload text NOT NULL,
  unique_key text COLLATE "binary" NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('READY', 'RUNNING', 'DONE', 'DEAD')),
  run_at timestamptz NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  lease_token text,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX idx_queue_jobs_ready ON queue_jobs (run_at, sequence) WHERE state = 'READY';
CREATE INDEX idx_queue_jobs_running ON queue_jobs (lease_until) WHERE state = 'RUNNING';
CREATE INDEX idx_queue_jobs_done ON queue_jobs (finished_at) WHERE state = 'DONE';

-- Deliveries that were applied; written in the same transaction as their effect.
CREATE TABLE webhook_deliveries (
  idempotency_key text COLLATE "binary" PRIMARY KEY,
  payload_sha256 text NOT NULL,
  first_seen_at timestamptz NOT NULL
);
CREATE INDEX idx_webhook_deliveries_first_seen_at ON webhook_deliveries (first_seen_at);
