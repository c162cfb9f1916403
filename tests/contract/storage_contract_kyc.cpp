// Identity checks, the review queue and declared uploads.

#include <algorithm>

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

KycDocument new_document(int n, const KycSessionId& session, Timestamp created) {
  const std::string key = "kyc/" + std::to_string(n) + ".jpg";
  return {.id = KycDocumentId(uuid(n)),
          .session_id = session,
          .document_type = "PASSPORT",
          .object_key = key,
          .file_url = "s3://bucket/" + key,
          .checksum_sha256 = hash(n),
          .metadata = JsonText().with("objectKey", key),
          .created_at = created};
}

bool add(const Store& store, const KycDocument& document) {
  return store([&](Stores& s) { return s.kyc.insert_document(document); });
}

KycStatusEvent new_event(int n, const KycSessionId& session, Timestamp created) {
  return {.id = KycEventId(uuid(n)),
          .session_id = session,
          .from = KycStatus::submitted,
          .to = KycStatus::verified,
          .actor_type = ActorType::admin,
          .actor_id = "ops@example.test",
          .reason = "確認済み 🙆",
          .created_at = created};
}

KycSession find(const Store& store, const KycSessionId& id) {
  const auto found = store.look([&](Stores& s) { return s.kyc.find_session(id); });
  REQUIRE(found);
  return *found;
}

bool submit(const Store& store, const KycSessionId& id, Timestamp now) {
  return store([&](Stores& s) { return s.kyc.submit(id, now); });
}

bool review(const Store& store, const KycSessionId& id, KycStatus from, KycStatus to, Timestamp now,
            const char* reviewer = "ops") {
  return store([&](Stores& s) { return s.kyc.review(id, from, to, reviewer, now); });
}

template <class T>
std::vector<std::string> ids(const std::vector<T>& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(row.id.text());
  return texts;
}

void check_sessions(const Fresh& fresh) {
  SUBCASE("kyc: a session is found with everything that was written") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    KycSession given = new_kyc(1, owner, at(3));
    given.provider = "sumsub";
    store([&](Stores& s) { s.kyc.insert_session(given); });
    const auto found = find(store, given.id);
    CHECK(found.user_id == owner);
    CHECK(found.status == KycStatus::created);
    CHECK(found.provider == "sumsub");
    CHECK(found.provider_metadata.empty());
    CHECK(found.created_at == at(3));
    CHECK(found.updated_at == at(3));
    CHECK_FALSE(found.provider_ref);
    CHECK_FALSE(found.submitted_at);
    CHECK_FALSE(found.reviewed_by);
    CHECK_FALSE(found.reviewed_at);
    CHECK_FALSE(store.look([](Stores& s) { return s.kyc.find_session(KycSessionId(uuid(2))); }));
  }
  SUBCASE("kyc: the latest session is the newest, and of equal times the one that came last") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto latest = [&] { return store.look([&](Stores& s) { return s.kyc.latest_session(owner); }); };
    CHECK_FALSE(latest());
    for (const int n : {9, 4, 6}) add_kyc(store, n, owner, at(10));
    CHECK(latest()->id.text() == uuid(6));
    add_kyc(store, 8, owner, at(2));
    CHECK(latest()->id.text() == uuid(6));
    add_kyc(store, 1, owner, at(11));
    CHECK(latest()->id.text() == uuid(1));
    add_kyc(store, 20, add_user(store, 2), at(99));
    CHECK(latest()->id.text() == uuid(1));
  }
}

void check_transitions(const Fresh& fresh) {
  SUBCASE("kyc: a session is submitted once, and keeps the time of it") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    CHECK(winners(6, [&](int) { return submit(store, id, at(10)); }) == 1);
    CHECK_FALSE(submit(store, id, at(20)));
    CHECK(find(store, id).status == KycStatus::submitted);
    CHECK(find(store, id).submitted_at == at(10));
    CHECK(find(store, id).updated_at == at(10));
    CHECK_FALSE(submit(store, KycSessionId(uuid(2)), at(20)));
    CHECK(review(store, id, KycStatus::submitted, KycStatus::verified, at(30)));
    CHECK_FALSE(submit(store, id, at(40)));
    CHECK(find(store, id).submitted_at == at(10));
  }
  SUBCASE("kyc: a review needs the status it saw, and of many at once exactly one wins") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    CHECK_FALSE(review(store, id, KycStatus::submitted, KycStatus::verified, at(5)));
    CHECK(find(store, id).status == KycStatus::created);
    submit(store, id, at(10));
    CHECK(winners(8, [&](int i) {
            return review(store, id, KycStatus::submitted, i % 2 ? KycStatus::verified : KycStatus::rejected, at(20));
          }) == 1);
    const auto decided = find(store, id);
    CHECK(is_final(decided.status));
    CHECK(decided.reviewed_by == "ops");
    CHECK(decided.reviewed_at == at(20));
    CHECK(decided.updated_at == at(20));
    CHECK_FALSE(review(store, id, KycStatus::submitted, KycStatus::manual_review, at(30)));
    CHECK(find(store, id).reviewed_at == at(20));
  }
  SUBCASE("kyc: a review may keep the status and still records who and when") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    submit(store, id, at(10));
    CHECK(review(store, id, KycStatus::submitted, KycStatus::manual_review, at(20), "first"));
    CHECK(review(store, id, KycStatus::manual_review, KycStatus::manual_review, at(30), "second"));
    CHECK(find(store, id).reviewed_by == "second");
    CHECK(find(store, id).reviewed_at == at(30));
  }
}

void check_metadata(const Fresh& fresh) {
  const auto metadata = [](const Store& store, const KycSessionId& id) {
    return store([&](Stores& s) { return s.kyc.lock_provider_metadata(id); });
  };
  SUBCASE("kyc: provider data is kept by origin, with the session's merged view and time") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    auto seen = metadata(store, id);
    REQUIRE(seen);
    CHECK(seen->session.id == id);
    CHECK(seen->session.user_id == find(store, id).user_id);
    CHECK(seen->session.provider_metadata.empty());
    CHECK_FALSE(seen->session.provider_ref);
    ProviderMetadata next{.session = seen->session,
                          .owner = *JsonText::parse_object(R"({"score":1})"),
                          .vendor = *JsonText::parse_object(R"({"note":"確認中 🌸"})"),
                          .system = *JsonText::parse_object(R"({"final":{"at":"x"}})")};
    next.session.provider_ref = "prov-77";
    next.session.provider_metadata = *JsonText::parse_object(R"({"note":"確認中 🌸","score":1})");
    next.session.updated_at = at(9);
    next.session.status = KycStatus::verified;  // Not this call's business.
    store([&](Stores& s) { s.kyc.update_provider_metadata(next); });
    const auto found = metadata(store, id);
    CHECK(found->owner == next.owner);
    CHECK(found->vendor == next.vendor);
    CHECK(found->system == next.system);
    CHECK(found->session.provider_ref == "prov-77");
    CHECK(found->session.provider_metadata == next.session.provider_metadata);
    CHECK(find(store, id).provider_metadata == next.session.provider_metadata);
    CHECK(find(store, id).provider_ref == "prov-77");
    CHECK(find(store, id).updated_at == at(9));
    CHECK(find(store, id).status == KycStatus::created);
    CHECK_FALSE(metadata(store, KycSessionId(uuid(2))));
  }
  SUBCASE("kyc: of many who lock a session and add to its provider data at once nobody's part is lost") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    constexpr int writers = 8;
    CHECK(winners(writers, [&](int i) {
            store([&](Stores& s) {
              auto mine = s.kyc.lock_provider_metadata(id).value();
              mine.vendor = mine.vendor.with("part" + std::to_string(i), std::int64_t{i});
              s.kyc.update_provider_metadata(mine);
            });
            return true;
          }) == writers);
    CHECK(metadata(store, id)->vendor.member_names(100).size() == writers);
  }
}

void check_documents(const Fresh& fresh) {
  SUBCASE("kyc: a document is found with everything that was written") {
    const Store store(fresh());
    const auto session = add_kyc(store, 1, add_user(store, 1), at(0));
    auto given = new_document(1, session, at(5));
    given.metadata = given.metadata.with("note", "表 🌸");
    CHECK(add(store, given));
    const auto found = store.look([&](Stores& s) { return s.kyc.find_document(given.id); });
    REQUIRE(found);
    CHECK(found->session_id == session);
    CHECK(found->document_type == given.document_type);
    CHECK(found->object_key == given.object_key);
    CHECK(found->file_url == given.file_url);
    CHECK(found->checksum_sha256 == given.checksum_sha256);
    CHECK(found->metadata == given.metadata);
    CHECK(found->created_at == at(5));
    CHECK_FALSE(found->verified_at);
    CHECK_FALSE(store.look([](Stores& s) { return s.kyc.find_document(KycDocumentId(uuid(2))); }));
  }
  SUBCASE("kyc: a checksum is taken once per session; the same one in another session is fine") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto first = add_kyc(store, 1, owner, at(0));
    const auto second = add_kyc(store, 2, owner, at(0));
    const auto has = [&](const KycSessionId& id) {
      return store.look([&](Stores& s) { return s.kyc.has_document(id, hash(1)); });
    };
    const auto count = [&](const KycSessionId& id) {
      return store.look([&](Stores& s) { return s.kyc.count_documents(id); });
    };
    CHECK_FALSE(has(first));
    CHECK(winners(6, [&](int i) {
            auto document = new_document(10 + i, first, at(1));
            document.checksum_sha256 = hash(1);
            return add(store, document);
          }) == 1);
    CHECK(has(first));
    CHECK_FALSE(has(second));
    auto same_bytes = new_document(30, second, at(1));
    same_bytes.checksum_sha256 = hash(1);
    CHECK(add(store, same_bytes));
    CHECK(add(store, new_document(31, second, at(1))));
    CHECK(count(first) == 1);
    CHECK(count(second) == 2);
    CHECK(count(KycSessionId(uuid(99))) == 0);
  }
}

void check_order_and_events(const Fresh& fresh) {
  SUBCASE("kyc: documents and events come oldest first, and equal times in the order they were written") {
    const Store store(fresh());
    const auto session = add_kyc(store, 1, add_user(store, 1), at(0));
    for (const int n : {9, 3, 6}) add(store, new_document(n, session, at(10)));
    add(store, new_document(1, session, at(2)));
    CHECK(ids(store.look([&](Stores& s) { return s.kyc.documents(session); })) ==
          std::vector<std::string>{uuid(1), uuid(9), uuid(3), uuid(6)});
    store([&](Stores& s) {
      for (const int n : {9, 3, 6}) s.kyc.insert_event(new_event(n, session, at(10)));
      s.kyc.insert_event(new_event(1, session, at(2)));
    });
    CHECK(ids(store.look([&](Stores& s) { return s.kyc.events(session); })) ==
          std::vector<std::string>{uuid(1), uuid(9), uuid(3), uuid(6)});
    CHECK(store.look([](Stores& s) { return s.kyc.documents(KycSessionId(uuid(9))); }).empty());
  }
  SUBCASE("kyc: an event keeps its states, its actor and its reason, or their absence") {
    const Store store(fresh());
    const auto session = add_kyc(store, 1, add_user(store, 1), at(0));
    KycStatusEvent bare{.id = KycEventId(uuid(2)), .session_id = session, .created_at = at(1)};
    store([&](Stores& s) {
      s.kyc.insert_event(bare);
      s.kyc.insert_event(new_event(1, session, at(2)));
    });
    const auto events = store.look([&](Stores& s) { return s.kyc.events(session); });
    REQUIRE(events.size() == 2);
    CHECK_FALSE(events[0].from);
    CHECK(events[0].to == KycStatus::created);
    CHECK(events[0].actor_type == ActorType::system);
    CHECK_FALSE(events[0].actor_id);
    CHECK_FALSE(events[0].reason);
    CHECK(events[1].from == KycStatus::submitted);
    CHECK(events[1].to == KycStatus::verified);
    CHECK(events[1].actor_type == ActorType::admin);
    CHECK(events[1].actor_id == "ops@example.test");
    CHECK(events[1].reason == "確認済み 🙆");
    CHECK(events[1].created_at == at(2));
  }
}

// -------------------------------------------------------------------------------------------------------- review queue

Page<ReviewCase> queue(const Store& store, std::vector<KycStatus> statuses, std::int64_t offset = 0, int limit = 100) {
  return store.look([&](Stores& s) {
    return s.kyc.review_queue({.statuses = std::move(statuses)}, {.offset = offset, .limit = limit});
  });
}

std::vector<std::string> queue_ids(const Page<ReviewCase>& page) {
  std::vector<std::string> texts;
  for (const auto& item : page.items) texts.push_back(item.session.id.text());
  return texts;
}

/// Sessions 1..6: created; submitted at 50; submitted at 70; manual review, submitted at 60; verified; rejected.
void fill_queue(const Store& store) {
  const auto owner = add_user(store, 1);
  for (int n = 1; n <= 6; ++n) add_kyc(store, n, owner, at(n));
  submit(store, KycSessionId(uuid(2)), at(50));
  submit(store, KycSessionId(uuid(3)), at(70));
  for (const int n : {4, 5, 6}) submit(store, KycSessionId(uuid(n)), at(56 + n));
  review(store, KycSessionId(uuid(4)), KycStatus::submitted, KycStatus::manual_review, at(80));
  review(store, KycSessionId(uuid(5)), KycStatus::submitted, KycStatus::verified, at(81));
  review(store, KycSessionId(uuid(6)), KycStatus::submitted, KycStatus::rejected, at(82));
}

void queue_order(const Fresh& fresh) {
  SUBCASE("review queue: filtered by status, newest submission first, with the total before paging") {
    const Store store(fresh());
    CHECK(queue(store, {}).total == 0);
    fill_queue(store);
    const auto waiting = queue(store, {KycStatus::submitted, KycStatus::manual_review});
    CHECK(queue_ids(waiting) == std::vector<std::string>{uuid(3), uuid(4), uuid(2)});
    CHECK(waiting.total == 3);
    const auto all = queue(store, {});
    CHECK(queue_ids(all) == std::vector<std::string>{uuid(3), uuid(6), uuid(5), uuid(4), uuid(2), uuid(1)});
    CHECK(all.total == 6);
    for (const auto& row : wire_names(KycStatus{})) {
      const auto one = queue(store, {row.value});
      const auto expected = row.value == KycStatus::submitted ? 2U : 1U;
      CHECK(one.items.size() == expected);
      CHECK(one.total == expected);
      for (const auto& item : one.items) CHECK(item.session.status == row.value);
    }
  }
  SUBCASE("review queue: pages neither overlap nor lose a case, also when submissions have one time") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    for (const int n : {5, 1, 7, 3, 6, 2, 4}) {
      add_kyc(store, n, owner, at(n));
      submit(store, KycSessionId(uuid(n)), at(100));
    }
    const auto whole = queue_ids(queue(store, {KycStatus::submitted}));
    REQUIRE(whole.size() == 7);
    std::vector<std::string> paged;
    for (int offset = 0; offset < 9; offset += 2) {
      const auto page = queue(store, {KycStatus::submitted}, offset, 2);
      CHECK(page.total == 7);
      CHECK(page.window.offset == offset);
      CHECK(page.window.limit == 2);
      for (const auto& id : queue_ids(page)) paged.push_back(id);
    }
    CHECK(paged == whole);
    CHECK(queue(store, {KycStatus::submitted}, 1'000'000'000'000LL, 2).items.empty());
  }
}

void queue_details(const Fresh& fresh) {
  SUBCASE("review queue: each case has its owner, documents and events, oldest first, and nobody else's") {
    const Store store(fresh());
    fill_queue(store);
    const KycSessionId third(uuid(3)), second(uuid(2));
    for (const int n : {9, 4}) add(store, new_document(n, third, at(10)));
    add(store, new_document(5, second, at(11)));
    store([&](Stores& s) {
      for (const int n : {8, 2}) s.kyc.insert_event(new_event(n, third, at(10)));
    });
    const auto page = queue(store, {KycStatus::submitted});
    REQUIRE(page.items.size() == 2);
    CHECK(ids(page.items[0].documents) == std::vector<std::string>{uuid(9), uuid(4)});
    CHECK(ids(page.items[0].events) == std::vector<std::string>{uuid(8), uuid(2)});
    CHECK(page.items[0].documents[0].metadata == new_document(9, third, at(10)).metadata);
    CHECK(ids(page.items[1].documents) == std::vector<std::string>{uuid(5)});
    CHECK(page.items[1].events.empty());
    REQUIRE(page.items[0].user);
    CHECK(page.items[0].user->id.text() == uuid(1));
    CHECK(page.items[0].user->full_name == "Person 1");
    CHECK(page.items[0].user->email == "person1@example.test");
    CHECK(page.items[0].session.submitted_at == at(70));
  }
}

// ------------------------------------------------------------------------------------------------------------- uploads

UploadRow new_upload(int n, const UserId& owner, Timestamp expires, std::int64_t length = 100) {
  return {.object_key = "kyc/upload-" + std::to_string(n) + ".jpg",
          .user_id = owner,
          .content_type = "image/jpeg",
          .content_length = length,
          .checksum_sha256 = hash(n),
          .expires_at = expires,
          .created_at = at(0)};
}

std::string add(const Store& store, const UploadRow& row) {
  store([&](Stores& s) { s.uploads.insert(row); });
  return row.object_key;
}

std::optional<UploadRow> find_upload(const Store& store, const std::string& key) {
  return store.look([&](Stores& s) { return s.uploads.find(key); });
}

std::vector<std::string> abandon(const Store& store, Timestamp before, int limit = 100) {
  auto keys = store([&](Stores& s) { return s.uploads.abandon(before, limit); });
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool mark_registered(const Store& store, const std::string& key) {
  return store([&](Stores& s) { return s.uploads.mark_registered(key); });
}

void upload_rows(const Fresh& fresh) {
  SUBCASE("uploads: a declaration is found with everything that was written, and as pending") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto given = new_upload(1, owner, at(900), 3'000'000'000LL);
    add(store, given);
    const auto found = find_upload(store, given.object_key);
    REQUIRE(found);
    CHECK(found->user_id == owner);
    CHECK(found->content_type == "image/jpeg");
    CHECK(found->content_length == 3'000'000'000LL);
    CHECK(found->checksum_sha256 == hash(1));
    CHECK(found->state == UploadState::pending);
    CHECK(found->expires_at == at(900));
    CHECK(found->created_at == at(0));
    CHECK_FALSE(find_upload(store, "kyc/none.jpg"));
  }
  SUBCASE("uploads: declared bytes are summed per user until the row is forgotten") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto other = add_user(store, 2);
    const auto declared = [&](const UserId& id) {
      return store.look([&](Stores& s) { return s.uploads.declared_bytes(id); });
    };
    CHECK(declared(owner) == 0);
    add(store, new_upload(1, owner, at(10), 100));
    const auto kept = add(store, new_upload(2, owner, at(10), 200));
    add(store, new_upload(3, other, at(10), 400));
    CHECK(declared(owner) == 300);
    mark_registered(store, kept);
    CHECK(declared(owner) == 300);
    for (const auto& key : abandon(store, at(11))) store([&](Stores& s) { s.uploads.forget(key); });
    CHECK(declared(owner) == 200);
    CHECK(declared(other) == 0);
  }
}

void upload_documents(const Fresh& fresh) {
  const auto documents = [](const Store& store) {
    std::vector<std::string> found;
    store.look([&](Stores& s) {
      s.uploads.each_document([&](std::string_view key, std::string_view checksum) {
        found.push_back(std::string(key) + " " + std::string(checksum));
      });
      return 0;
    });
    std::sort(found.begin(), found.end());
    return found;
  };
  SUBCASE("uploads: the documents of all modules are told with key and checksum, without those of a removed job") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    CHECK(documents(store).empty());
    add(store, new_document(2, add_kyc(store, 1, owner, at(0)), at(5)));
    const JobId job("job_osaka_cnc_operator_002");
    const ApplicationId application(uuid(3));
    const ApplicationDocument file{.id = ApplicationDocumentId(uuid(4)), .application_id = application,
                                   .user_id = owner, .document_type = "CV", .file_name = "cv.pdf",
                                   .content_type = "application/pdf", .content_length = 100,
                                   .object_key = "kyc/upload-7.jpg", .file_url = "s3://bucket/cv",
                                   .checksum_sha256 = hash(4), .created_at = at(6), .updated_at = at(6)};
    const auto upload = add(store, new_upload(7, owner, at(10)));
    store([&](Stores& s) {
      REQUIRE(s.applications.insert({.id = application, .user_id = owner, .job_id = job, .employer_id = "e",
                                     .created_at = at(3)}));
      REQUIRE(s.application_documents.insert(file));
      REQUIRE(s.uploads.mark_registered(upload));
    });
    const std::string of_check = "kyc/2.jpg " + hash(2);
    CHECK(documents(store) == std::vector<std::string>{of_check, upload + " " + hash(4)});
    store([&](Stores& s) { REQUIRE(s.jobs.hide(job, at(20))); });
    CHECK(documents(store) == std::vector<std::string>{of_check});
    CHECK(abandon(store, at(1000)).empty());
    store([&](Stores& s) { s.jobs.abandon_files(job); });
    CHECK(abandon(store, at(1000)) == std::vector<std::string>{upload});
  }
}

void upload_end(const Fresh& fresh) {
  SUBCASE("uploads: what is registered is never abandoned nor forgotten") {
    const Store store(fresh());
    const auto key = add(store, new_upload(1, add_user(store, 1), at(10)));
    CHECK(mark_registered(store, key));
    CHECK(mark_registered(store, key));
    CHECK(abandon(store, at(100000)).empty());
    store([&](Stores& s) { s.uploads.forget(key); });
    CHECK(find_upload(store, key)->state == UploadState::registered);
    CHECK_FALSE(mark_registered(store, "kyc/none.jpg"));
  }
  SUBCASE("uploads: what expired is abandoned, cannot be registered any more, and is given out until forgotten") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto gone = add(store, new_upload(1, owner, at(10)));
    const auto later = add(store, new_upload(2, owner, at(20)));
    CHECK(abandon(store, at(10)).empty());
    CHECK(abandon(store, at(15)) == std::vector<std::string>{gone});
    CHECK(find_upload(store, gone)->state == UploadState::abandoned);
    CHECK_FALSE(mark_registered(store, gone));
    CHECK(find_upload(store, gone)->state == UploadState::abandoned);
    CHECK(abandon(store, at(15)) == std::vector<std::string>{gone});
    store([&](Stores& s) { s.uploads.forget(gone); });
    CHECK_FALSE(find_upload(store, gone));
    CHECK(abandon(store, at(15)).empty());
    store([&](Stores& s) { s.uploads.forget(later); });
    CHECK(find_upload(store, later)->state == UploadState::pending);
  }
  SUBCASE("uploads: abandoning takes no more than its batch, and a race with registering has one winner") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    for (int n = 1; n <= 5; ++n) add(store, new_upload(n, owner, at(10)));
    CHECK(abandon(store, at(15), 2).size() == 2);
    for (int n = 11; n <= 18; ++n) {
      const auto key = add(store, new_upload(n, owner, at(10)));
      CHECK(winners(2, [&](int i) {
              if (i == 0) return mark_registered(store, key);
              const auto keys = abandon(store, at(15));
              return std::find(keys.begin(), keys.end(), key) != keys.end();
            }) == 1);
    }
  }
}

}  // namespace

void identity_checks(const Fresh& fresh) {
  check_sessions(fresh);
  check_transitions(fresh);
  check_metadata(fresh);
  check_documents(fresh);
  check_order_and_events(fresh);
}

void review_queue(const Fresh& fresh) {
  queue_order(fresh);
  queue_details(fresh);
}

void uploads(const Fresh& fresh) {
  upload_rows(fresh);
  upload_documents(fresh);
  upload_end(fresh);
}

}  // namespace senpai::contract
