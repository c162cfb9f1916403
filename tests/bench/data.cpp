#include "data.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <span>
#include <stdexcept>

namespace bench {
namespace {

using namespace senpai;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr days history{730};
constexpr int rows_per_transaction = 50'000;
constexpr int rare = 2000;

class NoAudit final : public AuditStore {
 public:
  void append(const std::string&, const AuditEntry&) override {}
  std::vector<AuditRow> unsealed(int) override { return {}; }
  std::optional<AuditRow> last_sealed() override { return {}; }
  std::vector<AuditRow> sealed_from(std::int64_t, int) override { return {}; }
  bool seal(std::string_view, std::int64_t, std::string_view) override { return false; }
  std::int64_t count_unsealed() override { return 0; }
};

class NoQueue final : public QueueStore {
 public:
  void push(const QueueId&, std::string_view, std::string_view, std::string_view, Timestamp) override {}
  bool has_due(Timestamp) override { return false; }
  std::optional<QueueJob> claim(Timestamp, const std::string&, Timestamp) override { return {}; }
  bool complete(const QueueId&, std::string_view, Timestamp) override { return false; }
  bool fail(const QueueId&, std::string_view, std::string_view, std::optional<Timestamp>, Timestamp) override {
    return false;
  }
  std::int64_t purge(Timestamp, int) override { return 0; }
};

/// Passes on the stores of an open transaction, so that thousands of services' writes share one.
class Borrowed final : public Storage {
 public:
  void lend(Stores* stores) { stores_ = stores; }
  void read(const Work& work) override { work(*stores_); }
  void write(const Work& work) override { work(*stores_); }
  std::vector<std::string> migrate() override { return {}; }
  std::vector<MigrationState> migrations() override { return {}; }

 private:
  Stores* stores_ = nullptr;
};

struct Place {
  const char* city;
  double latitude;
  double longitude;
};
constexpr std::array places{Place{"Tokyo", 35.6762, 139.6503},     Place{"Osaka", 34.6937, 135.5023},
                            Place{"Nagoya", 35.1815, 136.9066},    Place{"Fukuoka", 33.5902, 130.4017},
                            Place{"Sapporo", 43.0618, 141.3545},   Place{"Sendai", 38.2682, 140.8694},
                            Place{"Hiroshima", 34.3853, 132.4553}, Place{"Yokohama", 35.4437, 139.6380},
                            Place{"Kyoto", 35.0116, 135.7681},     Place{"Kobe", 34.6901, 135.1955},
                            Place{"Naha", 26.2124, 127.6792},      Place{"Kanazawa", 36.5613, 136.6562}};
constexpr std::array given_names{"Rina", "Budi", "Siti", "陽菜", "健太", "Nguyen Thi", "Maria", "さくら", "Agus",
                                 "ダニエル", "Putri", "結衣", "Joko", "Aung", "李", "Dewi"};
constexpr std::array family_names{"Hartono", "田中", "佐藤", "Santoso", "Nguyen", "鈴木", "Reyes", "Wijaya", "高橋",
                                  "Tran", "山本", "Putra", "Lestari", "渡辺", "Thapa", "Sharma"};
constexpr std::array trades{"Welder", "CNC Operator", "Warehouse Associate", "介護スタッフ", "Night Baker",
                            "Electrician", "建設作業員", "Food Processing Worker", "Hotel Receptionist", "農業スタッフ",
                            "Machine Mechanic", "Nurse Assistant", "調理師", "Painter", "Truck Driver"};
constexpr std::array topics{"visa paperwork", "first week at work", "renting a room", "日本語の勉強", "interview questions",
                            "bank accounts", "生活費", "winter clothes", "health insurance", "名刺の渡し方"};
constexpr std::array categories{"CAREER", "VISA", "INTERVIEW", "LIFESTYLE", "LANGUAGE"};
constexpr std::array requirements{"Five years of experience", "Japanese at N4 or better", "日本語能力試験N3以上",
                                  "Willing to work in shifts", "Can lift 20 kg", "Careful with stock records"};

class Filler {
 public:
  Filler(Storage& storage, const DataSizes& sizes, Timestamp now, const Progress& progress)
      : storage_(storage), sizes_(sizes), now_(now), clock_(now), progress_(progress), platform_(options()) {}

  void run() {
    in_batches("users", sizes_.users, [this](int i) { add_user(i); });
    in_batches("organizations", sizes_.organizations, [this](int i) { add_organization(i); });
    in_batches("jobs", sizes_.jobs, [this](int i) { add_job(i); });
    in_batches("posts", sizes_.posts, [this](int i) { add_post(i); });
    in_batches("saved items", sizes_.users / 2, [this](int i) { save_something(i); });
    in_batches("applications", sizes_.applications, [this](int i) { add_application(i); });
    in_batches("identity checks", sizes_.kyc_sessions, [this](int i) { add_kyc_session(i); });
  }

 private:
  Options options() {
    return {.storage = borrowed_,
            .clock = [this] { return clock_; },
            .new_id = [this] { return new_id(); },
            .auth = {.token_secret = "only for filling a store with made-up data"}};
  }

  template <class Add>
  void in_batches(const char* what, int count, Add add) {
    for (int done = 0; done < count;) {
      const int end = std::min(count, done + rows_per_transaction);
      write(storage_, [&](Stores& s) {
        Stores quiet{s.users, s.sessions, s.challenges, s.kyc,           s.uploads,        s.jobs,     s.feed,
                     queue_,  s.inbox,    audit_,       s.organizations, s.administration, s.activity, s.applications,
                     s.application_documents, s.search};
        borrowed_->lend(&quiet);
        stores_ = &quiet;
        for (int i = done; i < end; ++i) add(i);
      });
      done = end;
      if (progress_) progress_(what, done, count);
    }
  }

  // ------------------------------------------------------------------------------------------------ chance and time

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T, std::size_t n>
  T pick(const std::array<T, n>& all) {
    return all[random_() % n];
  }

  std::string new_id() {
    std::uint64_t high = random_(), low = random_();
    constexpr char digits[] = "0123456789abcdef";
    std::string id = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    for (char& c : id) {
      if (c != 'x') continue;
      c = digits[low & 15];
      low = low >> 4 | high << 60;
      high >>= 4;
    }
    return id;
  }

  /// When row `i` of `count` came about: evenly over the history.
  Timestamp moment(int i, int count) const {
    return now_ - std::chrono::duration_cast<std::chrono::milliseconds>(history) * (count - i) / (count + 1);
  }
  /// Up to `most` later, but before the present, and not all at once at its end.
  void pass(std::chrono::milliseconds most) {
    const auto left = std::min(most, now_ - clock_);
    const auto choices = static_cast<std::uint64_t>(std::max<std::int64_t>(1, left.count()));
    clock_ += std::chrono::milliseconds(random_() % choices);
  }

  // ----------------------------------------------------------------------------------------------------------- rows

  void add_user(int i) {
    clock_ = moment(i, sizes_.users);
    const std::string number = std::to_string(i);
    std::string name = std::string(pick(given_names)) + " " + pick(family_names);
    if (i % rare == rare / 4) name = std::string("Tsukimi ") + pick(family_names);
    const UserId id(new_id());
    // No password gives this hash.
    const bool added = stores_->users.insert(
        {.id = id, .full_name = name, .email = "user" + number + "@example.test", .password_hash = "!",
         .created_at = clock_});
    if (!added) throw std::runtime_error("the store is not empty");
    const char* role = chance(94) ? "sdm" : pick(std::array{"lpk", "tsk", "kaisha"});
    grant(id, i % 20'000 == 10 ? "super_admin" : role);
    if (chance(5)) grant(id, "sdm");
    if (chance(80)) stores_->users.mark_email_verified(id, clock_);
    users_.push_back(id);
  }
  void grant(const UserId& id, const char* role) {
    if (!stores_->users.grant_role(id, role, new_id(), clock_)) throw std::runtime_error("a role is missing");
  }

  /// One of the users who were there at the present moment of the story.
  const UserId& some_user(int i, int count) {
    const auto there = static_cast<std::int64_t>(users_.size()) * i / count;
    return users_[static_cast<std::size_t>(below(static_cast<int>(std::max<std::int64_t>(1, there))))];
  }

  void add_organization(int i) {
    clock_ = moment(i, sizes_.organizations);
    const Actor owner = some_user(i, sizes_.organizations);
    const auto type = pick(std::array{OrganizationType::employer, OrganizationType::employer, OrganizationType::lpk,
                                      OrganizationType::tsk});
    const std::string name = std::string(pick(family_names)) + " 株式会社 " + std::to_string(i);
    const auto organization =
        platform_.organizations().create(owner, {.name = name, .type = type, .country_code = chance(70) ? "JP" : "ID"});
    if (chance(10)) return;
    pass(days(10));
    platform_.organizations().submit(owner, organization.id,
                                     {.registration_number = "T" + std::to_string(1'000'000 + i), .legal_name = name});
    if (chance(20)) return;
    pass(days(5));
    using S = OrganizationStatus;
    const auto status = pick(std::array{S::verified, S::verified, S::verified, S::mismatch, S::not_found, S::rejected});
    platform_.organizations().decide(admin_, organization.id, {.status = status});
  }

  /// Of the newest tenth half is not public yet; of the rest, little.
  LifecycleDraft lifecycle(int i, int count) {
    if (i >= count - count / 10) {
      if (chance(30)) return {.status = LifecycleStatus::draft};
      if (chance(30)) return {.status = LifecycleStatus::scheduled, .scheduled_at = now_ + hours(1 + below(60 * 24))};
    }
    if (chance(2)) return {.status = LifecycleStatus::draft};
    if (chance(3)) return {.status = LifecycleStatus::scheduled, .scheduled_at = clock_ + hours(below(72))};
    return {.status = LifecycleStatus::published, .published_at = clock_};
  }

  void add_job(int i) {
    clock_ = moment(i, sizes_.jobs);
    const Place& place = places[static_cast<std::size_t>(std::min(below(12), below(12)))];
    const int employer = below(std::max(1, sizes_.jobs / 50));
    std::string title = pick(trades);
    if (i % rare == rare / 4) title += " for kintsugi";
    std::vector<std::string> texts;
    for (int n = 1 + below(4); n > 0; --n) texts.emplace_back(pick(requirements));
    JobDraft draft{.title = title + " " + std::to_string(i),
                   .employment_type = pick(std::array{EmploymentType::full_time, EmploymentType::full_time,
                                                      EmploymentType::part_time, EmploymentType::contract}),
                   .visa_sponsorship = chance(60),
                   .description = description(title, place.city),
                   .requirements = texts,
                   .location = JobLocationDraft{.city = place.city,
                                                .display_label = std::string(place.city) + ", JP",
                                                .latitude = place.latitude,
                                                .longitude = place.longitude,
                                                .country_code = "JP"},
                   .employer = EmployerDraft{.id = "emp_" + std::to_string(employer),
                                             .name = company(employer),
                                             .is_verified = employer % 3 != 0},
                   .lifecycle = lifecycle(i, sizes_.jobs)};
    const Job job = platform_.jobs().create(admin_, draft);
    const bool is_public = job.summary.lifecycle.status == LifecycleStatus::published;
    if (chance(1)) platform_.jobs().remove(admin_, job.summary.id);
    else if (is_public) jobs_.push_back(job.summary.id);
  }

  static std::string company(int number) {
    return std::string(family_names[static_cast<std::size_t>(number) % family_names.size()]) + " Works " +
           std::to_string(number);
  }

  std::string description(const std::string& title, const char* city) {
    std::string text = title + " in " + city + ". You join an experienced crew, learn on the job and get help with "
                       "housing, insurance and language lessons. 経験者歓迎、寮完備、社会保険完備。";
    for (int n = below(4); n > 0; --n) text += std::string(" We also look for: ") + pick(requirements) + ".";
    return text;
  }

  void add_post(int i) {
    clock_ = moment(i, sizes_.posts);
    std::string title = std::string("All about ") + pick(topics) + ", part " + std::to_string(i);
    if (i % rare == rare / 4) title += " with hanabi";
    const LifecycleDraft draft = lifecycle(i, sizes_.posts);
    const FeedPost post = platform_.feed().create(
        admin_, {.title = title,
                 .excerpt = std::string("What you should know about ") + pick(topics) + " and " + pick(topics) +
                            " before you start. ここだけの話。",
                 .category = pick(categories),
                 .author = pick(std::array{"Career Desk", "Visa Desk", "編集部"}),
                 .image_url = "https://images.example.test/" + std::to_string(i) + ".jpg",
                 .lifecycle = draft});
    // The web client stores a date with every edit, also of a draft.
    if (post.lifecycle.status == LifecycleStatus::draft && chance(50))
      platform_.feed().update(admin_, post.id, {.published_at = clock_});
    if (chance(1)) platform_.feed().remove(admin_, post.id);
    else if (post.lifecycle.status == LifecycleStatus::published) posts_.push_back(post.id);
  }

  void save_something(int i) {
    clock_ = moment(i, sizes_.users / 2);
    if (!jobs_.empty()) platform_.jobs().save(some_user(1, 1), some_of(jobs_).text());
    if (!posts_.empty()) platform_.feed().save(some_user(1, 1), some_of(posts_).text());
  }
  template <class T>
  const T& some_of(const std::vector<T>& all) {
    return all[random_() % all.size()];
  }

  void add_application(int i) {
    clock_ = moment(i, sizes_.applications);
    AppliedResult applied;
    UserId user;
    while (!applied.created) {
      user = some_user(i + 1, sizes_.applications);
      applied = platform_.applications().apply(user, some_of(jobs_), chance(40) ? "よろしくお願いします。" : "");
    }
    const auto step = [&](ApplicationStatus to) {
      pass(days(6));
      platform_.applications().change_status(admin_, applied.application.id,
                                             {.status = to, .reason = chance(20) ? "As agreed on the phone." : ""});
    };
    using S = ApplicationStatus;
    const int fate = below(100);
    if (fate < 30) return;
    step(S::in_review);
    if (fate < 55) return;
    if (fate < 65) return step(S::rejected);
    step(S::interview);
    if (fate < 80) return;
    step(S::offered);
    if (fate < 88) return;
    pass(days(3));
    platform_.applications().answer_offer(user, applied.application.id,
                                          fate < 98 ? OfferDecision::accept : OfferDecision::decline);
  }

  void add_kyc_session(int i) {
    clock_ = moment(i, sizes_.kyc_sessions);
    const auto position = static_cast<std::int64_t>(users_.size()) * i / sizes_.kyc_sessions;
    const Actor owner = users_[static_cast<std::size_t>(position)];
    auto& kyc = platform_.kyc();
    const KycSession session = kyc.start(owner, chance(50) ? "manual" : "vendor");
    const std::string folder = "kyc/" + owner.user.text() + "/" + session.id.text() + "/";
    for (const char* type : {"PASSPORT", "SELFIE", "RESIDENCE_CARD"}) {
      if (type[0] == 'R' && chance(60)) continue;
      pass(minutes(20));
      kyc.add_document(owner, {.session_id = session.id.text(), .document_type = type,
                               .object_key = folder + type + ".jpg", .checksum_sha256 = checksum()});
    }
    if (chance(50))
      kyc.attach_provider_data(owner, session.id, {.provider_ref = "ref-" + std::to_string(i),
                                                   .metadata = *JsonText::parse_object(R"({"score":97,"tries":2})")});
    const int fate = below(100);
    if (fate < 8) return;
    pass(minutes(20));
    kyc.submit(owner, session.id);
    if (fate < 20) return;
    const auto decide = [&](KycStatus status) {
      pass(days(3));
      kyc.decide(admin_, session.id.text(), {.status = status, .reason = chance(30) ? "書類を確認しました。" : ""});
    };
    if (fate < 40) decide(KycStatus::manual_review);
    if (fate >= 28) decide(fate < 85 ? KycStatus::verified : KycStatus::rejected);
  }

  std::string checksum() {
    std::string hex = new_id() + new_id();
    std::erase(hex, '-');
    return hex;
  }

  Storage& storage_;
  const DataSizes sizes_;
  const Timestamp now_;
  Timestamp clock_;
  const Progress& progress_;
  std::mt19937_64 random_{20261125};
  const Actor admin_ = Actor::admin(UserId(new_id()), "reviewer@example.test");
  NoAudit audit_;
  NoQueue queue_;
  std::shared_ptr<Borrowed> borrowed_ = std::make_shared<Borrowed>();
  Stores* stores_ = nullptr;  ///< Of the open transaction.
  Platform platform_;
  std::vector<UserId> users_;
  std::vector<JobId> jobs_;  ///< Those that are public.
  std::vector<PostId> posts_;
};

}  // namespace

void fill(Storage& storage, const DataSizes& sizes, Timestamp now, const Progress& progress) {
  Filler(storage, sizes, now, progress).run();
}

}  // namespace bench
