# Writes OUTPUT, in which CTest finds each test of PROGRAM, labelled with its suite. doctest's own script does the same,
# but starts the program once for every test to learn its suite: a minute for each build.
execute_process(COMMAND "${PROGRAM}" --list-test-cases -r=xml OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "<TestCase name=\"[^\"]*\"( testsuite=\"[^\"]*\")?" cases "${listed}")
if(NOT cases)
  message(FATAL_ERROR "no tests are in what ${PROGRAM} lists:\n${listed}")
endif()
set(script "")
foreach(case IN LISTS cases)
  string(REGEX MATCH "name=\"([^\"]*)\"( testsuite=\"([^\"]*)\")?" matched "${case}")
  set(name "${CMAKE_MATCH_1}")
  set(suite "${CMAKE_MATCH_3}")
  string(REPLACE "&quot;" "\"" name "${name}")
  string(REPLACE "&lt;" "<" name "${name}")
  string(REPLACE "&gt;" ">" name "${name}")
  string(REPLACE "&amp;" "&" name "${name}")
  string(REPLACE "," "\\," filter "${name}")  # Which would take it for the end of a name.
  string(APPEND script "add_test([==[${name}]==] [==[${PROGRAM}]==] [==[--test-case=${filter}]==])\n"
    "set_tests_properties([==[${name}]==] PROPERTIES TIMEOUT 120 LABELS [==[${suite}]==])\n")
endforeach()
file(WRITE "${OUTPUT}" "${script}")
