#pragma once
// What a *_sql.cpp file needs of a database, and no more: run a statement with typed parameters, read typed columns.

#include <functional>
#include <senpai/vocabulary.hpp>
#include <span>
#include <stdexcept>
#include <variant>

#include "support/json.hpp"

namespace senpai::sql {

/// Thrown by drivers. Stores handle the kinds they expect; sql_storage.cpp turns the rest into senpai::Error.
class Failure final : public std::runtime_error {
 public:
  enum class Kind {
    unique,           ///< A unique constraint.
    foreign_key,      ///< A row that is referred to does not exist.
    busy,             ///< Lost a race; the transaction may be tried again at once.
    locked,           ///< Waited for a lock as long as anybody should.
    unavailable,      ///< The database cannot be reached or refuses to work.
    unknown_outcome,  ///< The commit may or may not have happened; never try again.
    other,            ///< A defect.
  };
  Failure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// A complete statement. Only literals are accepted, so no run-time text can become SQL. The name labels its metric.
class Query {
 public:
  consteval Query(const char* name, const char* text) : name_(name), text_(text) {}
  constexpr const char* name() const { return name_; }
  constexpr const char* text() const { return text_; }

 private:
  const char* name_;
  const char* text_;
};

/// A parameter. Holds views: what it is made of must live until the statement has run.
class Value {
 public:
  using Variant = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string_view, Timestamp>;

  Value(std::nullptr_t) {}
  Value(bool v) : v_(v) {}
  Value(int v) : v_(std::int64_t{v}) {}
  Value(std::int64_t v) : v_(v) {}
  Value(double v) : v_(v) {}
  Value(Timestamp v) : v_(v) {}
  Value(std::string_view v) : v_(v) {}
  Value(const std::string& v) : v_(std::string_view(v)) {}
  Value(const char* v) : v_(std::string_view(v)) {}
  Value(const JsonText& v) : v_(std::string_view(v.text())) {}
  template <class Tag>
  Value(const Id<Tag>& v) : v_(std::string_view(v.text())) {}
  template <WireEnum E>
  Value(E v) : v_(wire_name(v)) {}
  template <class T>
  Value(const std::optional<T>& v) {
    if (v) *this = Value(*v);
  }

  const Variant& variant() const { return v_; }

 private:
  Variant v_ = nullptr;
};

/// The current row of a result. Columns count from 0.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  /// Valid until the next row.
  virtual std::string_view text(int column) const = 0;
  /// A time; how it is written is the database's affair.
  virtual Timestamp time(int column) const;
  /// A JSON object, normalised.
  virtual JsonText json(int column) const { return JsonText::trusted(std::string(text(column))); }

  /// The column as T; `std::optional<T>` for columns that may be null.
  template <class T>
  T get(int column) const;
};

inline Timestamp Row::time(int column) const {
  const auto time = parse_timestamp(text(column));
  if (!time) throw Failure(Failure::Kind::other, "a time column holds something else");
  return *time;
}

using OnRow = std::function<void(const Row&)>;

enum class Dialect { sqlite, postgres };

class Connection {
 public:
  virtual ~Connection() = default;

  /// For the few statements that have two forms; those stand side by side and say why.
  virtual Dialect dialect() const = 0;

  /// Runs a statement, `$1` being the first parameter. Returns how many rows it changed or, for a query, gave.
  std::int64_t run(const Query& query, std::initializer_list<Value> values, const OnRow& on_row = {}) {
    return execute(query.name(), query.text(), {values.begin(), values.size()}, on_row);
  }

  /// Runs a statement of a transaction that nobody waits for. It may travel together with the next one; then its rows
  /// come before those, and its failure shows there, at the latest when the transaction commits.
  void send(const Query& query, std::initializer_list<Value> values, OnRow on_row = {}) {
    dispatch(query.name(), query.text(), {values.begin(), values.size()}, std::move(on_row));
  }

  /// Runs the only statement that a transaction writes with; the database may commit it at once.
  std::int64_t run_alone(const Query& query, std::initializer_list<Value> values) {
    return execute_alone(query.name(), query.text(), {values.begin(), values.size()});
  }

  /// For Statement and the migrator; everything else uses run() or send().
  virtual std::int64_t execute(const char* name, std::string_view text, std::span<const Value>, const OnRow&) = 0;
  /// Statements without parameters or results, separated by semicolons. They may take as long as they need.
  virtual void script(std::string_view text) = 0;
  /// For the migrator: gives an empty database of this process alone what all migrations leave, at once. False where
  /// they have to be run.
  virtual bool start_from_image() { return false; }
  /// From now on all statements see the same state. False when they do already, in a transaction; then there is nothing
  /// to end.
  virtual bool begin_snapshot() = 0;
  virtual void end_snapshot() noexcept = 0;

  /// The rows of a query, each made by `make`.
  template <class Make>
  auto all(const Query& query, std::initializer_list<Value> values, Make make) {
    std::vector<std::invoke_result_t<Make&, const Row&>> rows;
    run(query, values, [&](const Row& row) { rows.push_back(make(row)); });
    return rows;
  }
  /// The first row of a query, if there is one.
  template <class Make>
  auto one(const Query& query, std::initializer_list<Value> values, Make make) {
    std::optional<std::invoke_result_t<Make&, const Row&>> first;
    run(query, values, [&](const Row& row) {
      if (!first) first.emplace(make(row));
    });
    return first;
  }
  /// The number in the only row and column of a query; 0 without one.
  std::int64_t number(const Query& query, std::initializer_list<Value> values) {
    return one(query, values, [](const Row& row) { return row.integer(0); }).value_or(0);
  }

 protected:
  virtual void dispatch(const char* name, std::string_view text, std::span<const Value> values, OnRow on_row) {
    execute(name, text, values, on_row);
  }
  virtual std::int64_t execute_alone(const char* name, std::string_view text, std::span<const Value> values) {
    return execute(name, text, values, {});
  }
};

/// While it lives, statements see the same state, so that the total of a list fits its page.
class Snapshot {
 public:
  explicit Snapshot(Connection& db) : db_(db), mine_(db.begin_snapshot()) {}
  ~Snapshot() {
    if (mine_) db_.end_snapshot();
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& db_;
  bool mine_;
};

/// A database as the unit of work sees it.
class Database {
 public:
  virtual ~Database() = default;
  using Work = std::function<void(Connection&)>;
  /// Lends a connection for reading, without a transaction.
  virtual void read(const Work&) = 0;
  /// Runs the work in one transaction: commits when it returns, rolls back when it throws.
  virtual void transaction(const Work&) = 0;
  /// Lends a connection on which the work begins and ends its own transactions; for migrations.
  virtual void session(const Work&) = 0;
};

// ------------------------------------------------------------------------------------------------------ column readers

namespace detail {
template <class T>
struct Column;
template <>
struct Column<std::string> {
  static std::string get(const Row& r, int c) { return std::string(r.text(c)); }
};
template <>
struct Column<std::int64_t> {
  static std::int64_t get(const Row& r, int c) { return r.integer(c); }
};
template <>
struct Column<int> {
  static int get(const Row& r, int c) { return static_cast<int>(r.integer(c)); }
};
template <>
struct Column<bool> {
  // SQLite says 1, PostgreSQL says t, and a JSON member says 1 or true.
  static bool get(const Row& r, int c) {
    const auto text = r.text(c);
    return !text.empty() && (text.front() == '1' || text.front() == 't');
  }
};
template <>
struct Column<double> {
  static double get(const Row& r, int c) { return r.real(c); }
};
template <>
struct Column<Timestamp> {
  static Timestamp get(const Row& r, int c) { return r.time(c); }
};
template <>
struct Column<JsonText> {
  static JsonText get(const Row& r, int c) { return r.json(c); }
};
template <>
struct Column<std::vector<std::string>> {
  static std::vector<std::string> get(const Row& r, int c) { return json::parse_texts(r.text(c)); }
};
template <class Tag>
struct Column<Id<Tag>> {
  static Id<Tag> get(const Row& r, int c) { return Id<Tag>(std::string(r.text(c))); }
};
template <WireEnum E>
struct Column<E> {
  static E get(const Row& r, int c) {
    const auto value = parse_wire<E>(r.text(c));
    if (!value) throw Failure(Failure::Kind::other, "a state column holds an unknown value");
    return *value;
  }
};
template <class T>
struct Column<std::optional<T>> {
  static std::optional<T> get(const Row& r, int c) {
    if (r.is_null(c)) return std::nullopt;
    return Column<T>::get(r, c);
  }
};
}  // namespace detail

template <class T>
T Row::get(int column) const {
  return detail::Column<T>::get(*this, column);
}

/// Reads the columns of a row one after the other.
class Columns {
 public:
  explicit Columns(const Row& row, int first = 0) : row_(row), next_(first) {}
  template <class T>
  void operator()(T& target) {
    target = row_.get<T>(next_++);
  }
  template <class T>
  T take() {
    return row_.get<T>(next_++);
  }

 private:
  const Row& row_;
  int next_;
};

}  // namespace senpai::sql
