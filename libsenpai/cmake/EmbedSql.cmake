# cmake -DDIRECTORY=migrations/sqlite -DFUNCTION=sqlite_migrations -DOUTPUT=file.cpp -P EmbedSql.cmake
# Writes the migrations of a folder as one C++ function, in name order.
file(GLOB files "${DIRECTORY}/*.sql")
list(SORT files)
set(text "// Generated from ${FUNCTION}.\n#include \"sql/migration.hpp\"\n\nnamespace senpai::sql {\n")
string(APPEND text "std::span<const Migration> ${FUNCTION}() {\n  static constexpr Migration all[] = {\n")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" sql)
  string(APPEND text "{\"${name}\", R\"--sql--(${sql})--sql--\"},\n")
endforeach()
string(APPEND text "  };\n  return all;\n}\n}  // namespace senpai::sql\n")
file(WRITE "${OUTPUT}" "${text}")
