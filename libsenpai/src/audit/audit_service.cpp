#include <senpai/audit.hpp>

#include "runtime.hpp"
#include "support/crypto.hpp"

namespace senpai {
namespace {

constexpr int verify_batch = 1000;

std::string chain_key(const Options& options) {
  const Secret& key = options.audit.key.empty() ? options.auth.token_secret : options.audit.key;
  return crypto::hmac_sha256(key.reveal(), "senpai audit chain 1");
}

/// Each part with its length in front, so that no two rows have the same text.
void append_part(std::string& text, std::string_view part) {
  text.append(std::to_string(part.size())).append(":").append(part);
}

std::string chain_value(const std::string& key, std::string_view former, std::int64_t number, const AuditRow& row) {
  std::string text(former);
  append_part(text, std::to_string(number));
  for (const std::string* part :
       {&row.id, &row.actor_type, &row.actor_name, &row.action, &row.entity_type, &row.entity_id})
    append_part(text, *part);
  for (const auto* part : {&row.actor_id, &row.from_state, &row.to_state, &row.request_id}) {
    if (*part) append_part(text, **part);
    else text += "-";
  }
  append_part(text, row.details.text());
  append_part(text, to_text(row.at));
  return crypto::to_hex(crypto::hmac_sha256(key, text));
}

/// Whether the row that was the last one is still there as it was. Whoever takes the numbers from rows, to change the
/// rows and have them sealed once more, changes it.
bool holds(Stores& s, const SealedHead& head) {
  const auto rows = s.audit.sealed_from(head.number, 1);
  return !rows.empty() && rows.front().number == head.number && rows.front().chain == head.chain;
}

/// Whether a sealed row is as it was and this is the key of its chain. Behind a gap nobody can tell.
bool is_genuine(Stores& s, const std::string& key, const AuditRow& row) {
  const bool first = *row.number == 1;
  const auto before = first ? std::vector<AuditRow>() : s.audit.sealed_from(*row.number - 1, 1);
  if (!first && *before.front().number != *row.number - 1) return true;
  return chain_value(key, first ? std::string() : before.front().chain, *row.number, row) == row.chain;
}

}  // namespace

int AuditService::seal(int limit) {
  // Looking first keeps idle workers away from the one writer.
  if (limit < 1 || read(runtime_.storage(), [](Stores& s) { return s.audit.unsealed(1).empty(); })) return 0;
  const std::string key = chain_key(runtime_.options);
  SealedHead& head = runtime_.sealed;
  const std::lock_guard lock(head.mutex);
  if (head.stopped) return 0;
  std::int64_t number = 0;
  std::string chain;
  int sealed = 0;
  enum class Trail { whole, rewritten, of_another_key };
  const Trail trail = write(runtime_.storage(), [&](Stores& s) {
    sealed = 0;
    const auto last = s.audit.last_sealed();
    if (head.number > 0 && !holds(s, head)) return Trail::rewritten;
    // What somebody else has sealed last: with two keys in one chain no key would verify it any more.
    if (last && *last->number != head.number && !is_genuine(s, key, *last)) {
      number = *last->number;
      return Trail::of_another_key;
    }
    number = last ? *last->number : 0;
    chain = last ? last->chain : std::string();
    for (const AuditRow& row : s.audit.unsealed(limit)) {
      const std::string next = chain_value(key, chain, number + 1, row);
      // Somebody else seals as well: their rows and ours would share a number.
      if (!s.audit.seal(row.id, number + 1, next)) break;
      chain = next;
      ++number, ++sealed;
    }
    return Trail::whole;
  });
  head.stopped = trail != Trail::whole;
  if (trail == Trail::of_another_key) {
    runtime_.observer().log(LogLevel::error, "audit.key_differs", {{"number", number}});
    return 0;
  }
  if (trail == Trail::rewritten) {
    runtime_.observer().log(LogLevel::error, "audit.rewritten", {{"number", head.number}, {"head", head.chain}});
    return 0;
  }
  head.number = number;
  head.chain = chain;
  if (sealed > 0) runtime_.observer().log(LogLevel::info, "audit.sealed", {{"number", number}, {"head", chain}});
  return sealed;
}

AuditReport AuditService::verify(std::string_view expected_head) {
  const std::string key = chain_key(runtime_.options);
  AuditReport report;
  bool head_seen = expected_head.empty();
  std::int64_t expected = 1;
  const auto blame = [&](AuditProblem::Kind kind, std::int64_t number, const std::string& id) {
    if (report.problems.size() < max_audit_problems) report.problems.push_back({kind, number, id});
  };
  for (;;) {
    const auto rows =
        read(runtime_.storage(), [&](Stores& s) { return s.audit.sealed_from(expected, verify_batch); });
    for (const AuditRow& row : rows) {
      const bool gap = *row.number != expected;
      if (gap) blame(AuditProblem::Kind::missing, expected, "");
      // Behind a gap the former value is unknown; the chain is taken up again with what this row says.
      else if (chain_value(key, report.head, *row.number, row) != row.chain)
        blame(AuditProblem::Kind::altered, *row.number, row.id);
      report.head = row.chain;
      head_seen |= row.chain == expected_head;
      expected = *row.number + 1;
      ++report.sealed;
    }
    if (static_cast<int>(rows.size()) < verify_batch) break;
  }
  if (!head_seen) blame(AuditProblem::Kind::cut_off, expected, "");
  report.unsealed = read(runtime_.storage(), [](Stores& s) { return s.audit.count_unsealed(); });
  return report;
}

}  // namespace senpai
