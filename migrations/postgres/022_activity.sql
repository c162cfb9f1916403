-- How many events there are per type and kind of actor: in all (`name` is empty), of a day (UTC), of an actor that is
-- stored with the event. Rows older than the actor columns: candidates submitted, administrators did the rest.
CREATE TABLE activity_totals (
  scope text NOT NULL CHECK (scope IN ('ALL', 'DAY', 'ACTOR')),
  name text COLLATE "binary" NOT NULL,
  type text NOT NULL,
  actor_type text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (scope, name, type, actor_type, slot)
);

-- The audit trail in the timeline, if wanted: one range per kind of thing.
CREATE INDEX idx_audit_events_entity_type_created_at ON audit_events (entity_type, created_at DESC, id);

CREATE FUNCTION activity_totals_count(type text, actor_type text, actor_id text, moment timestamptz, change integer)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO activity_totals AS kept (scope, name, type, actor_type, slot, total)
  SELECT scope, name, $1, $2, total_slot(), $5
    FROM (VALUES ('ALL', ''), ('DAY', utc_day($4)), ('ACTOR', $3)) scopes (scope, name)
   WHERE name IS NOT NULL ORDER BY 1
  ON CONFLICT (scope, name, type, actor_type, slot) DO UPDATE SET total = kept.total + excluded.total
$$;

CREATE FUNCTION activity_totals_kyc_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM activity_totals_count('KYC', NEW.actor_type, NEW.actor_id, NEW.created_at, 1);
  ELSE
    PERFORM activity_totals_count('KYC', OLD.actor_type, OLD.actor_id, OLD.created_at, -1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER activity_totals_kyc_change AFTER INSERT OR DELETE ON kyc_status_events
  FOR EACH ROW EXECUTE FUNCTION activity_totals_kyc_change();

CREATE FUNCTION activity_totals_journey_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event job_application_journey_events := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  PERFORM activity_totals_count(
    'APPLICATION', COALESCE(event.actor_type, CASE WHEN event.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END),
    event.actor_id, event.created_at, CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END);
  RETURN NULL;
END $$;
CREATE TRIGGER activity_totals_journey_change AFTER INSERT OR DELETE ON job_application_journey_events
  FOR EACH ROW EXECUTE FUNCTION activity_totals_journey_change();

INSERT INTO activity_totals (scope, name, type, actor_type, total)
WITH events (type, actor_type, actor_id, day) AS (
  SELECT 'KYC', actor_type, actor_id, utc_day(created_at) FROM kyc_status_events
  UNION ALL
  SELECT 'APPLICATION', COALESCE(actor_type, CASE WHEN status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END), actor_id,
         utc_day(created_at)
    FROM job_application_journey_events)
SELECT 'ALL', '', type, actor_type, COUNT(*) FROM events GROUP BY type, actor_type
UNION ALL
SELECT 'DAY', day, type, actor_type, COUNT(*) FROM events GROUP BY day, type, actor_type
UNION ALL
SELECT 'ACTOR', actor_id, type, actor_type, COUNT(*) FROM events WHERE actor_id IS NOT NULL
 GROUP BY actor_id, type, actor_type;
