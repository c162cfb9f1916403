#pragma once
// Kept totals of PostgreSQL beside what counting says.

#include <string>

#include "postgres.hpp"

namespace senpai::test {

/// Whatever is kept by triggers and differs from what is found by looking, one per line.
inline std::string wrong_totals(PostgresSession& db) {
  const char* const comparisons[] = {
      R"(SELECT concat_ws(' ', 'jobs', k) FROM
           (SELECT concat_ws(' ', lifecycle_status, scheduled_month, employment_type, visa_sponsorship) AS k,
                   SUM(total) AS n FROM job_totals GROUP BY 1) kept FULL JOIN
           (SELECT concat_ws(' ', lifecycle_status,
                             COALESCE(to_char(scheduled_publish_at AT TIME ZONE 'UTC', 'YYYY-MM'), 'never'),
                             employment_type, visa_sponsorship) AS k,
                   COUNT(*) AS n FROM jobs WHERE deleted_at IS NULL GROUP BY 1) found USING (k))",
      R"(SELECT concat_ws(' ', 'posts', k) FROM
           (SELECT concat_ws(' ', lifecycle_status, scheduled_month, category) AS k,
                   SUM(total) AS n FROM feed_totals GROUP BY 1) kept FULL JOIN
           (SELECT concat_ws(' ', lifecycle_status,
                             COALESCE(to_char(scheduled_publish_at AT TIME ZONE 'UTC', 'YYYY-MM'), 'never'),
                             category) AS k,
                   COUNT(*) AS n FROM feed_posts WHERE deleted_at IS NULL GROUP BY 1) found USING (k))",
      R"(SELECT concat_ws(' ', 'identity checks', k) FROM
           (SELECT status AS k, SUM(total) AS n FROM kyc_totals GROUP BY 1) kept FULL JOIN
           (SELECT status AS k, COUNT(*) AS n FROM kyc_sessions GROUP BY 1) found USING (k))",
      R"(SELECT concat_ws(' ', 'applications', k) FROM
           (SELECT concat_ws(' ', scope, name, status) AS k, SUM(total) AS n
              FROM application_totals GROUP BY 1) kept FULL JOIN
           (SELECT concat_ws(' ', scope, name, status) AS k, COUNT(*) AS n
              FROM job_applications a JOIN jobs j ON j.id = a.job_id,
                   LATERAL (VALUES ('ALL', ''), ('JOB', j.id), ('EMPLOYER', j.employer_json ->> 'id')) s (scope, name)
             WHERE j.deleted_at IS NULL GROUP BY 1) found USING (k))",
      R"(SELECT 'users' FROM (SELECT SUM(total) AS n FROM user_totals) kept,
                             (SELECT COUNT(*) AS n FROM users) found)",
      R"(SELECT concat_ws(' ', 'organizations', k) FROM
           (SELECT concat_ws(' ', org_type, verification_status) AS k, SUM(total) AS n
              FROM organization_totals GROUP BY 1) kept FULL JOIN
           (SELECT concat_ws(' ', org_type, COALESCE(v.status, '')) AS k, COUNT(*) AS n
              FROM organizations o LEFT JOIN organization_verifications v ON v.org_id = o.id GROUP BY 1) found
             USING (k))",
      R"(SELECT concat_ws(' ', 'activity', k) FROM
           (SELECT concat_ws(' ', scope, name, type, actor_type) AS k, SUM(total) AS n
              FROM activity_totals GROUP BY 1) kept FULL JOIN
           (SELECT concat_ws(' ', scope, name, type, actor_type) AS k, COUNT(*) AS n FROM
              (SELECT 'KYC' AS type, actor_type, actor_id, created_at FROM kyc_status_events
                UNION ALL
               SELECT 'APPLICATION', COALESCE(actor_type, CASE status WHEN 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END),
                      actor_id, created_at FROM job_application_journey_events) events,
              LATERAL (VALUES ('ALL', ''), ('DAY', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')),
                              ('ACTOR', actor_id)) s (scope, name)
             WHERE name IS NOT NULL GROUP BY 1) found USING (k))"};
  std::string wrong;
  for (const char* comparison : comparisons)
    for (const auto& row : db.run(std::string(comparison) + " WHERE COALESCE(kept.n, 0) <> COALESCE(found.n, 0)"))
      wrong += row.front() + "\n";
  for (const auto& row : db.run(R"(
         SELECT 'application ' || a.id FROM job_applications a JOIN jobs j ON j.id = a.job_id
          WHERE a.employer_id <> j.employer_json ->> 'id' OR a.job_deleted_at IS DISTINCT FROM j.deleted_at)"))
    wrong += row.front() + "\n";
  return wrong;
}

}  // namespace senpai::test
