# cmake --install, find_package, pkg-config, and packages for Debian.
#
# Components: `library` what programs need at run time, `development` what building them needs, `server` the host.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
# A package wants what it installs to be built, not the tests as well.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(senpai_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/senpai)

# -------------------------------------------------------------------------------------------------------------- files

foreach(name senpai sqlite postgres shared c)
  string(REPLACE "senpai_senpai" "senpai" target senpai_${name})
  if(TARGET ${target})
    list(APPEND senpai_targets ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  endif()
endforeach()
set(senpai_stores sqlite)
if(TARGET senpai_postgres)
  list(APPEND senpai_stores postgres)
endif()
install(TARGETS ${senpai_targets} EXPORT senpaiTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY libsenpai/include/senpai DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
# The suite that proves a store of one's own, as sources: it is compiled with the tests that use it.
install(DIRECTORY tests/contract DESTINATION ${CMAKE_INSTALL_DATADIR}/senpai COMPONENT development
  FILES_MATCHING PATTERN storage_contract* PATTERN parts.hpp)
if(TARGET senpai_c)
  install(FILES bindings/c/senpai.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
endif()
if(TARGET senpai-server)
  install(TARGETS senpai-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT server)
endif()

# -------------------------------------------------------------------------------------------------------- find_package

install(EXPORT senpaiTargets NAMESPACE senpai:: DESTINATION ${senpai_cmake_dir} COMPONENT development)
configure_package_config_file(libsenpai/cmake/senpaiConfig.cmake.in ${PROJECT_BINARY_DIR}/senpaiConfig.cmake
  INSTALL_DESTINATION ${senpai_cmake_dir} NO_SET_AND_CHECK_MACRO)
# Until 1.0 a minor version may change what callers compile against.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/senpaiConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/senpaiConfig.cmake ${PROJECT_BINARY_DIR}/senpaiConfigVersion.cmake
  DESTINATION ${senpai_cmake_dir} COMPONENT development)

# ---------------------------------------------------------------------------------------------------------- pkg-config

# The folders follow from where the file lies, so that an installed tree may be moved.
file(RELATIVE_PATH senpai_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" senpai_pc_prefix "${senpai_pc_prefix}")
foreach(package senpai senpai-c)
  if(package STREQUAL senpai OR TARGET senpai_c)
    configure_file(libsenpai/cmake/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
      COMPONENT development)
  endif()
endforeach()

# ---------------------------------------------------------------------------------------------------- Debian packages

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "SenpaiJepang <maintainers@senpaijepang.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL library development server)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libsenpai)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Trust backend as a library
 Accounts, identity checks, jobs and an audit trail inside your program: libsenpai.so for C++,
 libsenpai_c.so for C, Python and Node.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsenpai-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libsenpai (= ${PROJECT_VERSION}), libssl-dev, libargon2-dev, \
libutf8proc-dev, libsqlitecpp-dev, libsqlite3-dev, zlib1g-dev, libpq-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Trust backend as a library, development files
 Headers, archives, and what CMake and pkg-config need to find them.")
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME senpai-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
set(CPACK_COMPONENT_SERVER_DESCRIPTION "Trust backend as an HTTP server
 Serves the SenpaiJepang API from one SQLite file and a folder of documents, or from PostgreSQL.")
include(CPack)
