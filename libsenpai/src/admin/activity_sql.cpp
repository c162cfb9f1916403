#include "admin/admin_store.hpp"
#include "sql/walk.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

/// Where events come from. Rows older than the actor columns count as acts of the applicant; with a filter by actor
/// they are a source of their own, so that each source is one range of an index. So is each kind of thing that the
/// audit trail tells about.
enum class Kind { kyc, journey, journey_of_applicant, audit };
struct Source {
  Kind kind;
  ActivityType type;
};

std::vector<Source> sources(const ActivityFilter& filter) {
  std::vector<Source> wanted;
  if (filter.kyc) wanted.push_back({Kind::kyc, ActivityType::kyc});
  if (filter.applications) wanted.push_back({Kind::journey, ActivityType::application});
  const bool may_be_user = filter.actor_id && uuid_or_nil(*filter.actor_id) == *filter.actor_id;
  if (filter.applications && may_be_user) wanted.push_back({Kind::journey_of_applicant, ActivityType::application});
  for (const auto type : filter.audit) wanted.push_back({Kind::audit, type});
  return wanted;
}

/// A stretch of time; a day ends where the next one begins.
struct Span {
  std::optional<Timestamp> from{};    ///< Inclusive.
  std::optional<Timestamp> to{};      ///< Inclusive.
  std::optional<Timestamp> before{};  ///< Exclusive.
};

void add_audit_source(Statement& statement, ActivityType type, const ActivityFilter& filter) {
  statement.add("FROM audit_events e WHERE e.entity_type = ?", activity_entity(type));
  if (filter.audit_action) statement.add("AND e.action = ?", *filter.audit_action);
  if (filter.entity_id) statement.add("AND e.entity_id = ?", *filter.entity_id);
  if (filter.actor_type) statement.add("AND e.actor_type = ?", *filter.actor_type);
  if (filter.actor_id)
    statement.add("AND CASE WHEN e.actor_type = 'ADMIN' THEN e.actor_name ELSE e.actor_id END = ?", *filter.actor_id);
}

/// Appends `FROM … WHERE …`; the events are `e`.
void add_source(Statement& statement, Source source, const ActivityFilter& filter, const Span& span) {
  if (source.kind == Kind::audit) {
    add_audit_source(statement, source.type, filter);
  } else if (source.kind == Kind::kyc) {
    statement.add("FROM kyc_status_events e WHERE TRUE");
    if (filter.entity_id) statement.add("AND e.kyc_session_id = ?", *filter.entity_id);
    if (filter.actor_type) statement.add("AND e.actor_type = ?", *filter.actor_type);
    if (filter.actor_id) statement.add("AND e.actor_id = ?", *filter.actor_id);
  } else {
    if (source.kind == Kind::journey_of_applicant) {
      // SQLite keeps the order of a CROSS JOIN: the applications of one user first, not all events without an actor.
      statement.add(R"(FROM job_applications a CROSS JOIN job_application_journey_events e
                      WHERE e.application_id = a.id AND e.actor_id IS NULL)");
      statement.add("AND a.user_id = ?", *filter.actor_id);
    } else {
      statement.add("FROM job_application_journey_events e WHERE TRUE");
      if (filter.actor_id) statement.add("AND e.actor_id = ?", *filter.actor_id);
    }
    if (filter.entity_id) statement.add("AND e.application_id = ?", *filter.entity_id);
    // The expression of idx_job_application_journey_actor_type_created_at, to the letter.
    if (filter.actor_type)
      statement.add("AND COALESCE(e.actor_type, CASE WHEN e.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END) = ?",
                    *filter.actor_type);
  }
  if (span.from) statement.add("AND e.created_at >= ?", *span.from);
  if (span.to) statement.add("AND e.created_at <= ?", *span.to);
  if (span.before) statement.add("AND e.created_at < ?", *span.before);
}

/// Appends `+ (…)` that counts events one by one, for what is known to be few.
void add_count(Statement& statement, Source source, const ActivityFilter& filter, const Span& span) {
  statement.add("+ (SELECT COUNT(*)");
  add_source(statement, source, filter, span);
  statement.add(")");
}

/// Appends `+ (…)` of kept totals. @param scope  their condition.
template <class... Values>
Statement& add_totals(Statement& statement, const ActivityFilter& filter, Literal scope, const Values&... value) {
  statement.add("+ (SELECT COALESCE(SUM(total), 0) FROM activity_totals WHERE").add(scope, value...);
  if (!filter.kyc) statement.add("AND type = 'APPLICATION'");
  if (!filter.applications) statement.add("AND type = 'KYC'");
  if (filter.actor_type) statement.add("AND actor_type = ?", *filter.actor_type);
  return statement;
}

/// From kept totals where there are: of everything, of an actor, of whole days.
std::int64_t count_events(Connection& db, const ActivityFilter& filter) {
  Statement statement("activity.total", "SELECT 0");
  const bool timed = filter.from || filter.to;
  // Of the audit trail no totals are kept; whoever wants it in here pays for counting it.
  for (const auto type : filter.audit)
    add_count(statement, {Kind::audit, type}, filter, {.from = filter.from, .to = filter.to});
  const auto count = [&](const Span& span) {
    for (const Source source : sources(filter))
      if (source.kind != Kind::audit) add_count(statement, source, filter, span);
  };
  std::string first_day, last_day;
  if (filter.entity_id || (filter.actor_id && timed)) {
    count({.from = filter.from, .to = filter.to});
  } else if (filter.actor_id) {
    add_totals(statement, filter, "scope = 'ACTOR' AND name = ?", *filter.actor_id).add(")");
    for (const Source source : sources(filter))
      if (source.kind == Kind::journey_of_applicant) add_count(statement, source, filter, {});
  } else if (!timed) {
    add_totals(statement, filter, "scope = 'ALL'").add(")");
  } else {
    using std::chrono::days;
    constexpr Timestamp last_midnight = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);
    // Whole days, and one by one the rest of the day of `from` and the beginning of the day of `to`.
    const auto begin = filter.from ? std::optional(std::chrono::ceil<days>(*filter.from)) : std::nullopt;
    const auto end = filter.to ? std::optional(std::chrono::floor<days>(*filter.to)) : std::nullopt;
    if ((begin && end && *begin > *end) || (begin && *begin > last_midnight)) {
      count({.from = filter.from, .to = filter.to});
    } else {
      if (begin) first_day = to_text(*begin).substr(0, 10);
      if (end) last_day = to_text(*end).substr(0, 10);
      add_totals(statement, filter, "scope = 'DAY'");
      if (begin) statement.add("AND name >= ?", first_day);
      if (end) statement.add("AND name < ?", last_day);
      statement.add(")");
      if (begin && *begin > *filter.from) count({.from = filter.from, .before = *begin});
      if (end) count({.from = *end, .to = filter.to});
    }
  }
  return statement.number(db);
}

/// The keys of one page, as `p`. Each source gives no more rows than the page can need.
void add_page(Statement& statement, const ActivityFilter& filter, const Walk& walk) {
  bool first = true;
  for (const Source source : sources(filter)) {
    if (!first) statement.add("UNION ALL");
    first = false;
    statement.add(source.kind == Kind::kyc     ? Literal("SELECT * FROM (SELECT 0 AS source, e.id, e.created_at")
                  : source.kind == Kind::audit ? Literal("SELECT * FROM (SELECT 2 AS source, e.id, e.created_at")
                                               : Literal("SELECT * FROM (SELECT 1 AS source, e.id, e.created_at"));
    add_source(statement, source, filter, {.from = filter.from, .to = filter.to});
    statement.add(walk.backwards ? Literal("ORDER BY e.created_at, e.id DESC")
                                 : Literal("ORDER BY e.created_at DESC, e.id"));
    statement.add("LIMIT ?) x", walk.skip + walk.take);
  }
  statement.add(walk.backwards ? Literal("ORDER BY created_at, source DESC, id DESC")
                               : Literal("ORDER BY created_at DESC, source, id"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
}

constexpr int first_audit_column = 15;

ActivityEvent read_audit_event(const Row& row) {
  ActivityEvent e;
  Columns column(row, first_audit_column);
  const auto entity = column.take<std::string>();
  for (const auto type : {ActivityType::job, ActivityType::feed, ActivityType::org, ActivityType::auth})
    if (entity == activity_entity(type)) e.type = type;
  column(e.action), column(e.entity_id), column(e.actor_type), column(e.actor_id), column(e.status_from);
  column(e.status_to);
  e.id = row.get<std::string>(1);
  e.created_at = row.get<Timestamp>(2);
  return e;
}

ActivityEvent read_event(const Row& row) {
  ActivityEvent e;
  Columns column(row);
  const auto source = column.take<std::int64_t>();
  if (source == 2) return read_audit_event(row);
  e.type = source == 0 ? ActivityType::kyc : ActivityType::application;
  column(e.id), column(e.created_at), column(e.entity_id), column(e.actor_type), column(e.actor_id);
  column(e.status_from), column(e.status_to), column(e.title), column(e.description);
  if (e.type == ActivityType::kyc) return e;
  e.applicant.emplace();
  column(e.applicant->id), column(e.applicant->full_name), column(e.applicant->email);
  e.job.emplace();
  column(e.job->id), column(e.job->title);
  return e;
}

}  // namespace

Page<ActivityEvent> SqlActivityStore::timeline(const ActivityFilter& filter) {
  const Snapshot snapshot(db_);
  Page<ActivityEvent> page{{}, filter.window, count_events(db_, filter)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  // Whatever was filtered, the state before an event of an application is that of the event before it; events written
  // by the original service do not carry it.
  Statement statement("activity.timeline", R"(
    SELECT p.source, p.id, p.created_at, COALESCE(k.kyc_session_id, j.application_id),
           COALESCE(k.actor_type, j.actor_type, CASE WHEN j.status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END),
           COALESCE(k.actor_id, j.actor_id, CAST(a.user_id AS TEXT)),
           CASE WHEN p.source = 0 THEN k.from_status
                ELSE COALESCE(j.from_status,
                              (SELECT b.status FROM job_application_journey_events b
                                WHERE b.application_id = j.application_id
                                  AND (b.created_at < j.created_at
                                       OR (b.created_at = j.created_at AND b.sequence < j.sequence))
                                ORDER BY b.created_at DESC, b.sequence DESC LIMIT 1)) END,
           COALESCE(k.to_status, j.status), COALESCE(j.title, ''), COALESCE(j.description, k.reason, ''),
           u.id, u.full_name, u.email, w.id, w.title)");
  if (!filter.audit.empty())
    statement.add(R"(, g.entity_type, g.action, g.entity_id, g.actor_type,
                     CASE WHEN g.actor_type = 'ADMIN' THEN g.actor_name ELSE g.actor_id END, g.from_state,
                     COALESCE(g.to_state, ''))");
  statement.add("FROM (");
  add_page(statement, filter, walk);
  statement.add(R"() p
      LEFT JOIN kyc_status_events k ON p.source = 0 AND k.id = p.id
      LEFT JOIN job_application_journey_events j ON p.source = 1 AND j.id = p.id
      LEFT JOIN job_applications a ON a.id = j.application_id
      LEFT JOIN users u ON u.id = a.user_id
      LEFT JOIN jobs w ON w.id = a.job_id)");
  if (!filter.audit.empty()) statement.add("LEFT JOIN audit_events g ON p.source = 2 AND g.id = p.id");
  statement.add("ORDER BY p.created_at DESC, p.source, p.id");
  statement.run(db_, [&](const Row& row) { page.items.push_back(read_event(row)); });
  return page;
}

}  // namespace senpai::sql
