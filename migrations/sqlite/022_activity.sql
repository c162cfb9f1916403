-- The timeline of everything: newest first, by actor, by kind of actor; and the decisions of today.
CREATE INDEX idx_kyc_status_events_created_at ON kyc_status_events (created_at DESC, id);
CREATE INDEX idx_kyc_status_events_to_status_created_at ON kyc_status_events (to_status, created_at);
CREATE INDEX idx_kyc_status_events_actor_id_created_at ON kyc_status_events (actor_id, created_at DESC, id);
CREATE INDEX idx_kyc_status_events_actor_type_created_at ON kyc_status_events (actor_type, created_at DESC, id);
CREATE INDEX idx_job_application_journey_created_at ON job_application_journey_events (created_at DESC, id);
-- Rows older than the actor columns: candidates submitted, administrators did the rest.
CREATE INDEX idx_job_application_journey_actor_type_created_at ON job_application_journey_events
  (COALESCE(actor_type, CASE WHEN status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END), created_at DESC, id);

-- The audit trail in the timeline, if wanted: one range per kind of thing.
CREATE INDEX idx_audit_events_entity_type_created_at ON audit_events (entity_type, created_at DESC, id);

-- How many events there are per type and kind of actor: in all (`name` is empty), of a day (UTC), of an actor that is
-- stored with the event.
CREATE TABLE activity_totals (
  scope TEXT NOT NULL CHECK (scope IN ('ALL', 'DAY', 'ACTOR')),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  actor_type TEXT NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (scope, name, type, actor_type)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER activity_totals_kyc_insert AFTER INSERT ON kyc_status_events BEGIN
  INSERT INTO activity_totals
  SELECT scope, name, 'KYC', NEW.actor_type, 1
    FROM (SELECT 'ALL' AS scope, '' AS name
          UNION ALL SELECT 'DAY', substr(NEW.created_at, 1, 10)
          UNION ALL SELECT 'ACTOR', NEW.actor_id)
   WHERE name IS NOT NULL
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER activity_totals_kyc_delete AFTER DELETE ON kyc_status_events BEGIN
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'ALL' AND name = '' AND type = 'KYC' AND actor_type = OLD.actor_type;
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'DAY' AND name = substr(OLD.created_at, 1, 10) AND type = 'KYC' AND actor_type = OLD.actor_type;
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'ACTOR' AND name = OLD.actor_id AND type = 'KYC' AND actor_type = OLD.actor_type;
END;

CREATE TRIGGER activity_totals_journey_insert AFTER INSERT ON job_application_journey_events BEGIN
  INSERT INTO activity_totals
  SELECT scope, name, 'APPLICATION',
         COALESCE(NEW.actor_type, CASE WHEN NEW.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END), 1
    FROM (SELECT 'ALL' AS scope, '' AS name
          UNION ALL SELECT 'DAY', substr(NEW.created_at, 1, 10)
          UNION ALL SELECT 'ACTOR', NEW.actor_id)
   WHERE name IS NOT NULL
    ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER activity_totals_journey_delete AFTER DELETE ON job_application_journey_events BEGIN
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'ALL' AND name = '' AND type = 'APPLICATION'
     AND actor_type = COALESCE(OLD.actor_type, CASE WHEN OLD.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END);
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'DAY' AND name = substr(OLD.created_at, 1, 10) AND type = 'APPLICATION'
     AND actor_type = COALESCE(OLD.actor_type, CASE WHEN OLD.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END);
  UPDATE activity_totals SET total = total - 1
   WHERE scope = 'ACTOR' AND name = OLD.actor_id AND type = 'APPLICATION'
     AND actor_type = COALESCE(OLD.actor_type, CASE WHEN OLD.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END);
END;

INSERT INTO activity_totals (scope, name, type, actor_type, total)
WITH events (type, actor_type, actor_id, day) AS (
  SELECT 'KYC', actor_type, actor_id, substr(created_at, 1, 10) FROM kyc_status_events
  UNION ALL
  SELECT 'APPLICATION', COALESCE(actor_type, CASE WHEN status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END), actor_id,
         substr(created_at, 1, 10)
    FROM job_application_journey_events)
SELECT 'ALL', '', type, actor_type, COUNT(*) FROM events GROUP BY type, actor_type
UNION ALL
SELECT 'DAY', day, type, actor_type, COUNT(*) FROM events GROUP BY day, type, actor_type
UNION ALL
SELECT 'ACTOR', actor_id, type, actor_type, COUNT(*) FROM events WHERE actor_id IS NOT NULL
 GROUP BY actor_id, type, actor_type;
