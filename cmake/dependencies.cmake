# All third-party libraries, from Debian 12's packages (script/setup names them).
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(cxxopts REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)

# libcaf-dev ships neither a CMake nor a pkg-config file. Only the core is linked, never caf::io.
find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
add_library(caf::core UNKNOWN IMPORTED)
set_target_properties(caf::core PROPERTIES IMPORTED_LOCATION ${CAF_CORE_LIBRARY})
target_link_libraries(caf::core INTERFACE Threads::Threads)

# Neither does libsoci-dev. Backends are registered by hand, never searched for at run time.
find_package(SQLite3 REQUIRED)
foreach(part core sqlite3)
  find_library(SOCI_${part}_LIBRARY soci_${part} REQUIRED)
  add_library(soci::${part} UNKNOWN IMPORTED)
  set_target_properties(soci::${part} PROPERTIES IMPORTED_LOCATION ${SOCI_${part}_LIBRARY})
endforeach()
target_link_libraries(soci::sqlite3 INTERFACE soci::core SQLite::SQLite3)

# The -D flags of its pkg-config file change class layouts: never link the library without them.
find_package(PkgConfig REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
add_library(httplib::httplib ALIAS PkgConfig::HTTPLIB)

pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
add_library(seccomp::seccomp ALIAS PkgConfig::SECCOMP)

# Intel's multi-buffer library ships neither file; its AES-GCM is used where the CPU has vector AES.
find_library(IPSEC_MB_LIBRARY IPSec_MB REQUIRED)
add_library(ipsec_mb::ipsec_mb UNKNOWN IMPORTED)
set_target_properties(ipsec_mb::ipsec_mb PROPERTIES IMPORTED_LOCATION ${IPSEC_MB_LIBRARY})
