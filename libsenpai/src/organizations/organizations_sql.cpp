#include "organizations/organizations_store.hpp"
#include "sql/walk.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

Organization read_organization(Columns& column) {
  Organization o;
  column(o.id), column(o.owner), column(o.name), column(o.type), column(o.country_code), column(o.created_at);
  return o;
}

OrganizationVerification read_verification(Columns& column) {
  OrganizationVerification v;
  column(v.id), column(v.organization_id), column(v.status), column(v.reason_codes), column(v.last_checked_at);
  column(v.submission);
  return v;
}

OrganizationVerification read_verification_row(const Row& row) {
  Columns column(row);
  return read_verification(column);
}

constexpr Query insert_organization{"organizations.insert", R"(
  INSERT INTO organizations (id, owner_user_id, name, org_type, country_code, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6))"};

constexpr Query find_organization{"organizations.find", R"(
  SELECT id, owner_user_id, name, org_type, country_code, created_at FROM organizations WHERE id = $1)"};

constexpr Query find_verification{"organizations.verification", R"(
  SELECT id, org_id, status, reason_codes_json, last_checked_at, submission
    FROM organization_verifications WHERE org_id = $1)"};

constexpr Query lock_organization{"organizations.lock",
                                  "SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE"};

constexpr Query submit_verification{"organizations.submit", R"(
  INSERT INTO organization_verifications
    (id, org_id, status, reason_codes_json, registration_number, legal_name, supporting_object_keys_json,
     last_checked_at, created_at, updated_at)
  VALUES ($1, $2, 'PENDING', '[]', $3, $4, $5, $6, $6, $6)
  ON CONFLICT (org_id) DO UPDATE
     SET status = 'PENDING', reason_codes_json = '[]', registration_number = excluded.registration_number,
         legal_name = excluded.legal_name, supporting_object_keys_json = excluded.supporting_object_keys_json,
         last_checked_at = excluded.last_checked_at, updated_at = excluded.updated_at,
         submission = organization_verifications.submission + 1
  RETURNING id, org_id, status, reason_codes_json, last_checked_at, submission)"};

constexpr Query decide_verification{"organizations.decide", R"(
  UPDATE organization_verifications SET status = $4, reason_codes_json = $5, last_checked_at = $6, updated_at = $6
   WHERE org_id = $1 AND submission = $2 AND status = $3)"};

std::int64_t count_organizations(Connection& db, const OrganizationFilter& filter) {
  Statement statement("organizations.list_total", "SELECT COALESCE(SUM(total), 0) FROM organization_totals WHERE TRUE");
  if (filter.type) statement.add("AND org_type = ?", *filter.type);
  if (filter.status) statement.add("AND verification_status = ?", *filter.status);
  return statement.number(db);
}

}  // namespace

void SqlOrganizationStore::insert(const Organization& o) {
  db_.send(insert_organization, {o.id, o.owner, o.name, o.type, o.country_code, o.created_at});
}

std::optional<Organization> SqlOrganizationStore::find(const OrganizationId& id) {
  return db_.one(find_organization, {id}, [](const Row& row) {
    Columns column(row);
    return read_organization(column);
  });
}

std::optional<OrganizationVerification> SqlOrganizationStore::verification(const OrganizationId& id) {
  return db_.one(find_verification, {id}, read_verification_row);
}

std::optional<OrganizationVerification> SqlOrganizationStore::lock_verification(const OrganizationId& id) {
  // SQLite has one writer at a time, and that is the caller.
  if (db_.dialect() == Dialect::postgres) db_.send(lock_organization, {id});
  return verification(id);
}

OrganizationVerification SqlOrganizationStore::submit(const SubmittedVerification& v, Timestamp now) {
  const std::string keys = json::write_texts(v.supporting_object_keys);
  return db_.one(submit_verification, {v.id, v.organization_id, v.registration_number, v.legal_name, keys, now},
                 read_verification_row).value();
}

bool SqlOrganizationStore::decide(const OrganizationVerification& seen, OrganizationStatus to,
                                  const std::vector<std::string>& reason_codes, Timestamp now) {
  const std::string codes = json::write_texts(reason_codes);
  return db_.run(decide_verification, {seen.organization_id, seen.submission, seen.status, to, codes, now}) == 1;
}

Page<OrganizationCase> SqlOrganizationStore::list(const OrganizationFilter& filter) {
  const Snapshot snapshot(db_);
  Page<OrganizationCase> page{{}, filter.window, count_organizations(db_, filter)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  Statement statement("organizations.list", R"(
    SELECT o.id, o.owner_user_id, o.name, o.org_type, o.country_code, o.created_at,
           v.id, v.org_id, v.status, v.reason_codes_json, v.last_checked_at, v.submission, u.full_name, u.email
      FROM (SELECT id, owner_user_id, name, org_type, country_code, created_at FROM organizations WHERE TRUE)");
  if (filter.type) statement.add("AND org_type = ?", *filter.type);
  if (filter.status) statement.add("AND verification_status = ?", *filter.status);
  statement.add(walk.backwards ? Literal("ORDER BY created_at, id") : Literal("ORDER BY created_at DESC, id DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip).add(R"() o
      LEFT JOIN organization_verifications v ON v.org_id = o.id
      LEFT JOIN users u ON u.id = o.owner_user_id
     ORDER BY o.created_at DESC, o.id DESC)");
  statement.run(db_, [&](const Row& row) {
    OrganizationCase item;
    Columns organization(row), verification(row, 6), owner(row, 12);
    item.organization = read_organization(organization);
    if (!row.is_null(6)) item.verification = read_verification(verification);
    const auto name = owner.take<std::optional<std::string>>();
    const auto email = owner.take<std::optional<std::string>>();
    if (email) item.owner = PersonSummary{item.organization.owner, name.value_or(""), *email};
    page.items.push_back(std::move(item));
  });
  return page;
}

}  // namespace senpai::sql
