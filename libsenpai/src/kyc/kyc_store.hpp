#pragma once
// The stores of identity checks and of the vendors' deliveries on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlKycStore final : public KycStore {
 public:
  explicit SqlKycStore(Connection& db) : db_(db) {}
  void insert_session(const KycSession&) override;
  std::optional<KycSession> find_session(const KycSessionId&) override;
  std::optional<KycSession> latest_session(const UserId&) override;
  bool submit(const KycSessionId&, Timestamp now) override;
  bool review(const KycSessionId&, KycStatus from, KycStatus to, std::string_view reviewer, Timestamp now) override;
  std::optional<ProviderMetadata> lock_provider_metadata(const KycSessionId&) override;
  void update_provider_metadata(const ProviderMetadata&) override;
  bool insert_document(const KycDocument&) override;
  bool has_document(const KycSessionId&, std::string_view checksum_sha256) override;
  std::int64_t count_documents(const KycSessionId&) override;
  std::vector<KycDocument> documents(const KycSessionId&) override;
  std::optional<KycDocument> find_document(const KycDocumentId&) override;
  void insert_event(const KycStatusEvent&) override;
  std::vector<KycStatusEvent> events(const KycSessionId&) override;
  Page<ReviewCase> review_queue(const ReviewFilter&, const PageWindow&) override;

 private:
  Connection& db_;
};

class SqlInboxStore final : public InboxStore {
 public:
  explicit SqlInboxStore(Connection& db) : db_(db) {}
  Receipt receive(const Delivery&) override;
  std::int64_t purge(Timestamp seen_before, int limit) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
