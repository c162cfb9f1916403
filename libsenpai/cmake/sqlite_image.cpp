// sqlite_image OUTPUT  makes a database by the migrations, while the library is built, and writes it as C++, packed.
#include <sqlite3.h>
#include <zlib.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "sql/migration.hpp"

using namespace senpai::sql;

namespace {

std::string migrated_database() {
  sqlite3* db = nullptr;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) throw std::runtime_error("SQLite does not open");
  for (const auto& migration : sqlite_migrations()) {
    const std::string script = "BEGIN;" + std::string(migration.text) + "COMMIT;";
    if (sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string(migration.file_name) + ": " + sqlite3_errmsg(db));
  }
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(db, "main", &size, 0);
  if (!bytes) throw std::bad_alloc();
  const std::string image(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(db);
  return image;
}

}  // namespace

int main(int, char** argv) {
  const std::string image = migrated_database();
  uLongf size = compressBound(image.size());
  std::vector<Bytef> packed(size);
  if (compress2(packed.data(), &size, reinterpret_cast<const Bytef*>(image.data()), image.size(), Z_BEST_COMPRESSION) !=
      Z_OK)
    throw std::bad_alloc();
  std::ofstream output(argv[1]);
  output << "#include \"sql/migration.hpp\"\n\nnamespace senpai::sql {\nPackedImage sqlite_image() {\n"
            "  static constexpr unsigned char bytes[] = {";
  for (uLongf i = 0; i < size; ++i) output << (i % 32 == 0 ? "\n" : "") << int{packed[i]} << ',';
  output << "};\n  return {{reinterpret_cast<const char*>(bytes), sizeof bytes}, " << image.size()
         << "};\n}\n}  // namespace senpai::sql\n";
  return output.flush() ? 0 : 1;
}
