#include <algorithm>
#include <senpai/kyc.hpp>

#include "kyc/sessions.hpp"
#include "runtime.hpp"
#include "support/crypto.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

KycStatusEvent transition(const Runtime& runtime, const KycSession& session, std::optional<KycStatus> from,
                          const Actor& actor, std::string actor_id, std::optional<std::string> reason, Timestamp now) {
  return {KycEventId(runtime.new_id()), session.id,        from, session.status, actor.type,
          std::move(actor_id),          std::move(reason), now};
}

AuditEntry audit_entry(const KycStatusEvent& event, const Actor& actor) {
  AuditEntry entry{.actor = actor, .action = "kyc.status_changed", .entity_type = "KYC_SESSION",
                   .entity_id = event.session_id.text(), .to_state = std::string(wire_name(event.to)),
                   .at = event.created_at};
  if (event.from) entry.from_state = std::string(wire_name(*event.from));
  return entry;
}

/// Writes the event and its audit row.
void record(Stores& s, const KycStatusEvent& event, const Actor& actor, const std::string& audit_row) {
  s.kyc.insert_event(event);
  s.audit.append(audit_row, audit_entry(event, actor));
}

/// Says what was there to be seen: documents are only ever added, so their number and the last one tell them.
AuditEntry audit_of_decision(Stores& s, const KycStatusEvent& event, const Actor& admin) {
  AuditEntry entry = audit_entry(event, admin);
  const auto documents = s.kyc.documents(event.session_id);
  entry.details = entry.details.with("documents", static_cast<std::int64_t>(documents.size()));
  if (!documents.empty()) entry.details = entry.details.with("lastDocumentId", documents.back().id.text());
  return entry;
}

void log_transition(const Runtime& runtime, const KycStatusEvent& event) {
  const auto text_or_null = [](const auto& text) -> LogField::Value {
    if (!text) return nullptr;
    return std::string_view(*text);
  };
  const std::string at = to_text(event.created_at);
  const LogField::Value from = event.from ? LogField::Value(wire_name(*event.from)) : LogField::Value(nullptr);
  runtime.observer().log(LogLevel::info, "audit.kyc.status_transition",
                         {{"kycSessionId", event.session_id.text()},
                          {"fromStatus", from},
                          {"toStatus", wire_name(event.to)},
                          {"actorType", wire_name(event.actor_type)},
                          {"actorId", text_or_null(event.actor_id)},
                          {"reason", text_or_null(event.reason)},
                          {"createdAt", std::string_view(at)}});
}

/// Puts data of one origin into its column and under whatever ranks higher in the merged view.
ProviderMetadata merge(const ProviderMetadata& seen, const JsonText& given, bool from_vendor) {
  const JsonText data = given.without(final_request_member);  // A forged one would look real to reviewers.
  ProviderMetadata next = seen;
  JsonText visible = data.without_members_of(seen.system);
  if (from_vendor) {
    next.vendor = seen.vendor.merged_with(data);
  } else {
    next.owner = seen.owner.merged_with(data);
    visible = visible.without_members_of(seen.vendor);
  }
  next.session.provider_metadata = seen.session.provider_metadata.merged_with(visible);
  return next;
}

/// Applies data to a locked session and returns the session as it is then.
KycSession apply_provider_data(Stores& s, const ProviderMetadata& locked,
                               const std::optional<std::string>& provider_ref, const JsonText& data, bool from_vendor,
                               Timestamp now) {
  ProviderMetadata next = merge(locked, data, from_vendor);
  if (provider_ref && from_vendor) next.vendor_ref = next.session.provider_ref = provider_ref;
  else if (provider_ref && !next.vendor_ref) next.session.provider_ref = provider_ref;
  next.session.updated_at = std::max(now, next.session.updated_at);
  // Each has a share of its own, seen or not: no owner can fill it up and keep the vendor's verdict out.
  if ((from_vendor ? next.vendor : next.owner).text().size() > max_metadata_bytes)
    reject("invalid_metadata", "The metadata of this session may be at most 64 KiB in all.");
  s.kyc.update_provider_metadata(next);
  return std::move(next.session);
}

void refuse_webhook(WebhookVerdict verdict) {
  using V = WebhookVerdict;
  const auto unauthenticated = [](const char* code, const char* message) {
    throw Error(ErrorKind::unauthenticated, code, message);
  };
  const auto forbidden = [](const char* code, const char* message) {
    throw Error(ErrorKind::forbidden, code, message);
  };
  switch (verdict) {
    case V::accepted:
    case V::accepted_signed: return;
    case V::disabled:
      throw Error(ErrorKind::unavailable, "provider_webhook_disabled",
                  "The provider webhook is not set up on this server.");
    case V::missing_secret:
      unauthenticated("missing_webhook_secret", "The header x-kyc-webhook-secret is missing.");
      break;
    case V::wrong_secret: forbidden("invalid_webhook_secret", "The webhook secret is not right."); break;
    case V::missing_id: reject("missing_idempotency_key", "The header x-idempotency-key is missing.");
    case V::id_too_long: reject("invalid_idempotency_key", "The idempotency key may be at most 200 characters long.");
    case V::missing_timestamp:
      unauthenticated("missing_webhook_timestamp", "The header x-kyc-webhook-timestamp is missing.");
      break;
    case V::malformed_timestamp:
      reject("invalid_webhook_timestamp", "The webhook timestamp must be unix time in seconds or milliseconds.");
    case V::stale_timestamp:
      unauthenticated("stale_webhook_timestamp", "The webhook timestamp is too far from the present time.");
      break;
    case V::missing_signature:
      unauthenticated("missing_webhook_signature", "The header x-kyc-webhook-signature is missing.");
      break;
    case V::malformed_signature:
      reject("invalid_webhook_signature",
             "The webhook signature must be 64 hexadecimal digits, optionally after sha256=.");
    case V::wrong_signature: forbidden("invalid_webhook_signature", "The webhook signature does not match."); break;
  }
}

/// What a delivery asks for, checked in the order of the contract.
struct EventData {
  std::optional<std::string> provider_ref;
  JsonText metadata;
};

EventData checked_event(const ProviderEvent& event) {
  EventData data{blank_to_none(event.provider_ref), {}};
  if (data.provider_ref && !text::fits(*data.provider_ref, 1, max_provider_ref_length))
    reject("invalid_provider_ref", "providerRef may be at most 128 characters long.");
  if (event.metadata.is_unusable()) reject("invalid_metadata", "metadata must be a JSON object without U+0000.");
  if (event.metadata.has_value()) data.metadata = *event.metadata;
  else if (event.payload.has_value()) data.metadata = *event.payload;
  return data;
}

ReviewFilter checked_filter(std::string_view given) {
  const std::string status = text::upper(text::trim(given));
  if (status.empty() || status == "DEFAULT") return {{KycStatus::submitted, KycStatus::manual_review}};
  if (status == "ALL") return {};
  const auto parsed = parse_wire<KycStatus>(status);
  if (!parsed)
    reject("invalid_status_filter",
           "status must be DEFAULT, ALL, " + names_of<KycStatus>() + ".");
  return {{*parsed}};
}

std::vector<std::string> risk_flags(const ReviewCase& item) {
  std::vector<std::string> flags;
  const auto add = [&](const char* flag) {
    if (std::find(flags.begin(), flags.end(), flag) == flags.end()) flags.emplace_back(flag);
  };
  if (item.documents.empty()) add("NO_DOCUMENTS");
  if (item.documents.size() > 5) add("HIGH_DOCUMENT_COUNT");
  std::vector<std::string> seen;
  for (const auto& document : item.documents) {
    if (!document.object_key || document.object_key->empty()) {
      add("MISSING_OBJECT_KEY");
      continue;
    }
    if (std::find(seen.begin(), seen.end(), *document.object_key) != seen.end()) add("DUPLICATE_OBJECT_KEY");
    seen.push_back(*document.object_key);
  }
  if (item.session.status == KycStatus::created && !item.documents.empty()) add("PENDING_SUBMISSION");
  return flags;
}

}  // namespace

[[noreturn]] void refuse_kyc_session() { missing("kyc_session_not_found", "There is no such identity check."); }

void check_open(const KycSession& session) {
  if (is_final(session.status))
    conflict("kyc_session_locked", "This identity check is finished and cannot be changed any more.");
}

KycSession own_session(Stores& s, const UserId& owner, const KycSessionId& id) {
  auto session = s.kyc.find_session(KycSessionId::parse(id.text()));  // Whoever embeds us may give any text.
  if (!session || session->user_id != owner) refuse_kyc_session();
  return std::move(*session);
}

KycSession own_session(Stores& s, const UserId& owner, std::string_view given) {
  const auto id = text::trim(given);
  if (!id.empty()) return own_session(s, owner, KycSessionId::parse(id));
  auto latest = s.kyc.latest_session(owner);
  if (!latest) refuse_kyc_session();
  return std::move(*latest);
}

TrustStatus trust_status(std::optional<KycStatus> status) {
  if (!status) return TrustStatus::not_started;
  switch (*status) {
    case KycStatus::manual_review: return TrustStatus::manual_review;
    case KycStatus::verified: return TrustStatus::verified;
    case KycStatus::rejected: return TrustStatus::rejected;
    default: return TrustStatus::in_progress;
  }
}

KycSession KycService::start(const Actor& owner, std::string_view given_provider) {
  KycSession session;
  session.provider = text::lower(blank_to_none(given_provider).value_or("manual"));
  if (!text::fits(session.provider, 1, max_provider_length))
    reject("invalid_provider", "provider may be at most 64 characters long.");
  const Timestamp now = runtime_.now();
  session.id = KycSessionId(runtime_.new_id());
  session.user_id = owner.user;
  session.created_at = session.updated_at = now;
  const auto event = transition(runtime_, session, {}, owner, owner.user.text(), "session_created", now);
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    s.kyc.insert_session(session);
    record(s, event, owner, audit_row);
  });
  log_transition(runtime_, event);
  return session;
}

std::optional<KycSession> KycService::latest(const UserId& user) {
  return read(runtime_.storage(), [&](Stores& s) { return s.kyc.latest_session(user); });
}

KycSession KycService::submit(const Actor& owner, const KycSessionId& id) {
  const Timestamp now = runtime_.now();
  KycStatusEvent event;
  event.id = KycEventId(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  bool submitted = false;
  auto result = write(runtime_.storage(), [&](Stores& s) {
    submitted = false;
    KycSession session = own_session(s, owner.user, id);
    check_open(session);
    if (session.status != KycStatus::created) return session;
    if (s.kyc.count_documents(session.id) == 0)
      conflict("kyc_session_incomplete", "Please upload at least one document before you submit.");
    const Timestamp at = std::max(now, session.updated_at);
    submitted = s.kyc.submit(session.id, at);
    // Somebody else submitted in this moment: the answer is the same, the event is theirs.
    if (submitted) {
      event = {event.id, session.id, KycStatus::created, KycStatus::submitted, owner.type, owner.user.text(),
               "session_submitted", at};
      record(s, event, owner, audit_row);
    }
    return *s.kyc.find_session(session.id);
  });
  if (submitted) log_transition(runtime_, event);
  return result;
}

KycSession KycService::attach_provider_data(const Actor& owner, const KycSessionId& id, const ProviderData& in) {
  const Timestamp now = runtime_.now();
  return write(runtime_.storage(), [&](Stores& s) {
    const KycSession session = own_session(s, owner.user, id);
    const auto provider_ref = blank_to_none(in.provider_ref);
    if (provider_ref && !text::fits(*provider_ref, 1, max_provider_ref_length))
      reject("invalid_provider_ref", "providerRef may be at most 128 characters long.");
    if (in.metadata.is_null() || in.metadata.is_unusable())
      reject("invalid_metadata", "metadata must be a JSON object without U+0000.");
    const JsonText data = in.metadata.has_value() ? *in.metadata : JsonText();
    if (!provider_ref && data.empty())
      reject("invalid_provider_metadata", "Please send a providerRef or some metadata.");
    const auto locked = s.kyc.lock_provider_metadata(session.id);
    if (!locked) refuse_kyc_session();
    return apply_provider_data(s, *locked, provider_ref, data, false, now);
  });
}

KycHistory KycService::history(const UserId& user, std::string_view given_session) {
  return read(runtime_.storage(), [&](Stores& s) -> KycHistory {
    KycHistory history;
    if (text::trim(given_session).empty()) history.session = s.kyc.latest_session(user);
    else history.session = own_session(s, user, given_session);
    if (history.session) history.events = s.kyc.events(history.session->id);
    return history;
  });
}

ProviderEventResult KycService::receive_event(const ProviderEvent& in) {
  const auto& options = runtime_.options.kyc_webhook;
  const Timestamp now = runtime_.now();
  const auto verdict = verify_webhook(options, in.request, now);
  ProviderEventResult result;
  result.idempotency_key = std::string(text::trim(in.request.id));
  const KycSessionId id = KycSessionId::parse(text::trim(in.session_id));
  try {
    refuse_webhook(verdict);
    const std::string digest = crypto::sha256_hex(in.request.body);
    // Key and effect commit together: a delivery that was not applied does not use up its key.
    write(runtime_.storage(), [&](Stores& s) {
      result.session.reset();
      const auto receipt = s.inbox.receive({.key = result.idempotency_key, .payload_sha256 = digest, .session = id,
                                            .at = now, .fresh_before = now - options.idempotency_ttl});
      if (receipt.outcome == InboxOutcome::conflicting)
        conflict("idempotency_key_conflict", "This idempotency key was used before with another body.");
      if (in.payload.is_unusable()) reject("invalid_metadata", "The body must be a JSON object without U+0000.");
      result.duplicate = receipt.outcome == InboxOutcome::duplicate;
      if (result.duplicate) return;
      const EventData data = checked_event(in);
      if (receipt.session)
        result.session = apply_provider_data(s, *receipt.session, data.provider_ref, data.metadata, true, now);
    });
  } catch (const Error& e) {
    runtime_.observer().log(LogLevel::warn, "kyc.provider_webhook.rejected",
                            {{"reason", std::string_view(e.code())}, {"sourceIp", std::string_view(in.source_ip)}});
    throw;
  }
  std::vector<std::string> names;
  if (in.payload.has_value()) names = in.payload->member_names(20);
  runtime_.observer().log(LogLevel::info, "kyc.provider_webhook.received",
                          {{"duplicate", result.duplicate},
                           {"idempotencyKey", std::string_view(result.idempotency_key)},
                           {"sourceIp", std::string_view(in.source_ip)},
                           {"payloadKeys", std::span<const std::string>(names)},
                           {"updated", result.session.has_value()},
                           {"signatureVerified", verdict == WebhookVerdict::accepted_signed}});
  return result;
}

ReviewQueue KycService::review_queue(const ReviewQuery& query) {
  ReviewQueue queue;
  queue.filter = checked_filter(query.status);
  const PageWindow window = check_page(query.page, long_list);
  queue.page = read(runtime_.storage(), [&](Stores& s) { return s.kyc.review_queue(queue.filter, window); });
  for (auto& item : queue.page.items) item.risk_flags = risk_flags(item);
  return queue;
}

KycSession KycService::decide(const Actor& admin, std::string_view given_session, const Decision& in) {
  require_administrator(admin);
  const auto trimmed = text::trim(given_session);
  if (trimmed.empty() || !text::length(trimmed)) reject("invalid_session_id", "Please name the session to decide on.");
  const KycSessionId id = KycSessionId::parse(trimmed);
  const bool acting_user = !admin.user.empty();
  // Blanks are a name that was given, and too short.
  const bool unnamed = in.reviewed_by.empty() && acting_user;
  const std::string reviewer(text::trim(unnamed ? std::string_view(admin.name) : in.reviewed_by));
  const auto reason = blank_to_none(in.reason);
  const Timestamp now = runtime_.now();
  const KycEventId event_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();

  std::optional<KycStatusEvent> event;
  auto decided = write(runtime_.storage(), [&](Stores& s) {
    event.reset();
    // Of contradicting decisions each follows the other, and what comes after a final one finds it.
    const auto locked = s.kyc.lock_provider_metadata(id);
    if (!locked) refuse_kyc_session();
    const KycSession& session = locked->session;
    check_open(session);
    if (session.status == KycStatus::created)
      conflict("kyc_session_not_submitted", "The candidate has not submitted this identity check yet.");
    const bool known = in.status.has_value() && (is_final(*in.status) || *in.status == KycStatus::manual_review);
    if (!known) reject("invalid_decision", "decision must be MANUAL_REVIEW, VERIFIED or REJECTED.");
    if (!text::fits(reviewer, 1, max_reviewer_length))
      reject("invalid_reviewed_by", "Please give the reviewer's name in reviewedBy, at most 128 characters.");
    if (reason && !text::fits(*reason, 1, max_reason_length))
      reject("invalid_reason", "The reason may be at most 2000 characters long.");
    // Who asked first may come second; the history is shown by time.
    const Timestamp at = std::max(now, session.updated_at);
    if (!s.kyc.review(id, session.status, *in.status, reviewer, at))
      conflict("kyc_session_locked", "Somebody else is deciding on this session. Please look at it again.");
    const KycStatusEvent decision{event_id, id, session.status, *in.status, ActorType::admin, reviewer, reason, at};
    // Review that goes on is no transition, but who looked at the case is on record.
    s.audit.append(audit_row, audit_of_decision(s, decision, admin));
    if (session.status != *in.status) {
      s.kyc.insert_event(decision);
      event = decision;
    }
    return *s.kyc.find_session(id);
  });
  if (event) log_transition(runtime_, *event);
  return decided;
}

}  // namespace senpai
