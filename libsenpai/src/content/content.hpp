#pragma once
// What jobs and posts have in common for administrators: the rules of a lifecycle, edits, deletion, bulk actions. Where
// they differ a `Content` class says how:
//
//   using Id, Item                            JobId and Job
//   static constexpr ContentNames names
//   static constexpr bool date_is_schedule    whether something scheduled shows its schedule as its date
//   static Lifecycle& lifecycle(Item&)
//   static std::optional<Item> find(Stores&, const Id&)
//   static std::optional<Lifecycle> find_lifecycle(Stores&, const Id&)
//   static std::vector<std::string> changes(const Item& before, Item& after, Timestamp now)  names of changed fields
//   static bool update(Stores&, const Item& before, const Item& after, Timestamp now)
//   static bool hide(Stores&, const Id&, Timestamp), destroy(...)
//   static void after_removal(Stores&, const Id&, const QueueId&, Timestamp now)
//   [[noreturn]] static void refuse_absent()

#include <senpai/content.hpp>

#include "runtime.hpp"

namespace senpai {

struct ContentNames {
  const char* entity_type;
  const char* created;
  const char* updated;
  const char* published;
  const char* unpublished;
  const char* scheduled;
  const char* deleted;
  const char* invalid_ids;     ///< Code of a bulk request whose ids are unusable.
  const char* ids_field;       ///< Where the ids of a bulk request stand.
};

constexpr int max_content_tries = 5;

// ----------------------------------------------------------------------------------------------------------- lifecycle

/// @throws invalid_lifecycle for a block that is no object; null is as good as none.
void check_lifecycle_shape(const Patch<LifecycleDraft>&);

/// The status asked for, if one is. @throws invalid_lifecycle_status, also for null.
std::optional<LifecycleStatus> checked_status(const LifecycleDraft&);

/// @throws invalid_lifecycle_date for what is no date.
std::optional<Timestamp> checked_date(const Patch<Timestamp>&, const char* field);

/// A consistent lifecycle of this status; see LifecycleDraft.
/// @throws invalid_lifecycle_date when SCHEDULED lacks its date.
Lifecycle settled(LifecycleStatus, std::optional<Timestamp> published_at, std::optional<Timestamp> scheduled_at,
                  bool date_is_schedule, Timestamp now);

/// Of something new: shape, status, `published_at`, schedule, in this order.
Lifecycle new_lifecycle(const Patch<LifecycleDraft>&, const Patch<Timestamp>& published_at, bool date_is_schedule,
                        Timestamp now);

/// What publish, unpublish and schedule make, from whatever state.
Lifecycle acted_lifecycle(BulkAction, const Patch<Timestamp>& published_at, const Patch<Timestamp>& scheduled_at,
                          bool date_is_schedule, Timestamp now);

// ------------------------------------------------------------------------------------------------------------- members

/// Trimmed text of min..max UTF-16 units; anything else, absence included, is refused with `code`.
/// @param what  begins the sentence of the refusal.
std::string checked_text(const Patch<std::string>&, int min, int max, const char* code, const char* what);

/// The id of a save request as it was meant. @throws Error with `code` for blank text.
std::string checked_content_id(std::string_view given, const char* code, const char* message);

/// Distinct ids of a bulk request in their order. @throws invalid_bulk_action, then Error with names.invalid_ids.
std::vector<std::string> checked_bulk_ids(const BulkRequest&, const ContentNames&);

/// @param fields  names of what changed; empty for a creation or deletion.
AuditEntry content_entry(const Actor&, const char* action, const ContentNames&, const std::string& id,
                         const std::vector<std::string>& fields, const Lifecycle* before, const Lifecycle* after,
                         Timestamp now);

[[noreturn]] void refuse_busy_content();

// --------------------------------------------------------------------------------------------------------------- edits

/// Applies `edit(item, now)`, all or nothing. Of simultaneous edits each is made on what the former one wrote. An edit
/// that changes nothing writes nothing.
template <class Content, class Edit>
typename Content::Item change_content(const Runtime& runtime, const Actor& admin, const typename Content::Id& id,
                                      const char* action, Edit edit) {
  require_administrator(admin);
  const Timestamp now = runtime.now();
  const std::string audit_row = runtime.new_id();
  return write(runtime.storage(), [&](Stores& s) {
    for (int tries = 0; tries < max_content_tries; ++tries) {
      auto before = Content::find(s, id);
      if (!before) Content::refuse_absent();
      typename Content::Item after = *before;
      edit(after, now);
      const auto fields = Content::changes(*before, after, now);
      if (fields.empty()) return after;
      if (!Content::update(s, *before, after, now)) continue;
      s.audit.append(audit_row, content_entry(admin, action, Content::names, id.text(), fields,
                                              &Content::lifecycle(*before), &Content::lifecycle(after), now));
      return after;
    }
    refuse_busy_content();
  });
}

/// PUBLISH, UNPUBLISH or SCHEDULE.
template <class Content>
typename Content::Item act_on_content(const Runtime& runtime, const Actor& admin, const typename Content::Id& id,
                                      BulkAction action, const Patch<Timestamp>& published_at,
                                      const Patch<Timestamp>& scheduled_at) {
  const ContentNames& names = Content::names;
  const char* name = action == BulkAction::publish ? names.published
                     : action == BulkAction::schedule ? names.scheduled : names.unpublished;
  return change_content<Content>(runtime, admin, id, name, [&](typename Content::Item& item, Timestamp now) {
    Content::lifecycle(item) = acted_lifecycle(action, published_at, scheduled_at, Content::date_is_schedule, now);
  });
}

template <class Content>
void remove_content(const Runtime& runtime, const Actor& admin, const typename Content::Id& id) {
  require_administrator(admin);
  const Timestamp now = runtime.now();
  const std::string audit_row = runtime.new_id();
  const QueueId queue_row(runtime.new_id());
  const bool for_real = runtime.options.auth.compat_rollback;
  write(runtime.storage(), [&](Stores& s) {
    const auto before = Content::find_lifecycle(s, id);
    if (!before) Content::refuse_absent();
    // Of simultaneous deletions one finds it, the others are told that it is gone.
    const bool mine = for_real ? Content::destroy(s, id, now) : Content::hide(s, id, now);
    if (!mine) Content::refuse_absent();
    Content::after_removal(s, id, queue_row, now);
    s.audit.append(audit_row, content_entry(admin, Content::names.deleted, Content::names, id.text(), {}, &*before,
                                            nullptr, now));
  });
}

/// Each id on its own, as the single action would do it. What is wrong with one is noted in its item; trouble with the
/// store ends the whole, and what was done before stays.
template <class Content>
BulkResult act_in_bulk(const Runtime& runtime, const Actor& admin, const BulkRequest& in) {
  const auto ids = checked_bulk_ids(in, Content::names);
  BulkResult result{*in.action, {}};
  for (const auto& text : ids) {
    const auto id = Content::Id::parse(text);
    BulkItem item{.id = text};
    try {
      if (*in.action == BulkAction::remove) {
        remove_content<Content>(runtime, admin, id);
      } else {
        auto changed = act_on_content<Content>(runtime, admin, id, *in.action, in.published_at, in.scheduled_at);
        item.lifecycle = Content::lifecycle(changed);
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::not_found && error.kind() != ErrorKind::invalid_argument) throw;
      item.error_code = error.code();
      item.error_message = error.what();
    }
    result.items.push_back(std::move(item));
  }
  return result;
}

}  // namespace senpai
