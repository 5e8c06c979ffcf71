# A room is a folder, a namespace and a static library.
#   ockam_room(NAME [COLD] [USES room] [PRECOMPILED headers] [LINKS target...])
# COLD: nothing in it is done once a message, and -O1 compiles a fifth faster than -O2; with sanitizers -O0 takes half of
# what -O1 takes.
# PRECOMPILED: cmake/precompiled/HEADERS.hpp; those of CAF cost 6-13 s per file otherwise, that of JSON and those of
# the standard library 1 s.
# gcc 12 sees overlaps and overflows in "literal" + std::string that are not there (PR 105329, 105651): the
# three -Wno-. The sanitizer build finds the real ones.
add_library(ockam_options INTERFACE)
target_include_directories(ockam_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
target_compile_options(ockam_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion
  -Wold-style-cast -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # clang's -Wshadow compares with what other files of a folder have, too
  target_compile_options(ockam_options INTERFACE -Wshadow -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
elseif(NOT CMAKE_CXX_FLAGS MATCHES "-fno-pch-timestamp") # ccache needs to know what is precompiled by its content
  target_compile_options(ockam_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(OCKAM_SANITIZE)
  # CAF binds a null tuple reference on every spawn (init_fun_factory.hpp), calls the end of a mailbox an element, and
  # calls functions by types of their own; SOCI keeps its type information to itself: not null, vptr, function. The
  # address sanitizer finds what object-size would; without it and vptr a file compiles in two thirds of the time.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=null,vptr,object-size -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    list(APPEND sanitizers -fno-sanitize=function)
  endif()
  target_compile_options(ockam_options INTERFACE ${sanitizers})
  target_link_options(ockam_options INTERFACE ${sanitizers})
endif()
target_compile_definitions(ockam_options INTERFACE OCKAM_VERSION="${PROJECT_VERSION}")

# When this program was made, for config/base/clock_check.cpp: SOURCE_DATE_EPOCH, or else the newest commit, or else now.
string(TIMESTAMP made_at "%s" UTC)
execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} log -1 --format=%ct
  OUTPUT_VARIABLE committed_at OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(committed_at MATCHES "^[0-9]+$" AND committed_at LESS made_at)
  set(made_at ${committed_at})
endif()
if("$ENV{SOURCE_DATE_EPOCH}" MATCHES "^[0-9]+$" AND "$ENV{SOURCE_DATE_EPOCH}" LESS made_at)
  set(made_at $ENV{SOURCE_DATE_EPOCH})
endif()
set_source_files_properties(config/base/clock_check.cpp PROPERTIES COMPILE_DEFINITIONS OCKAM_MADE_AT=${made_at}ull)

# The first target compiles them, the others use what it made; those whose ways are counted for fuzzers, and those that are
# not optimized, have their own.
function(ockam_precompile target headers)
  get_target_property(options ${target} COMPILE_OPTIONS)
  set(made ockam_precompiled_${headers})
  if(options MATCHES "fuzzer")
    string(APPEND made "_counted")
  endif()
  if(options MATCHES "-O0")
    string(APPEND made "_plain")
  endif()
  get_property(first GLOBAL PROPERTY ${made})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled/${headers}.hpp)
    set_property(GLOBAL PROPERTY ${made} ${target})
  endif()
endfunction()

# Most of what a compiler does for a file of ours it does for headers: the files of a folder share that work.
# Names in anonymous namespaces must differ within a folder. A library's header that SOCI puts into a namespace of its
# own keeps a file apart.
function(ockam_together target name)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  foreach(source ${ARGN})
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}" group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
    if(source MATCHES "sqlite_memory")
      set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
endfunction()

function(ockam_room name)
  cmake_parse_arguments(room "COLD" "USES;PRECOMPILED" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/cli/main\\.cpp$")
  set(target ockam_${name})
  if(NOT sources) # headers only, so far
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ockam_options ${room_LINKS})
    if(room_USES)
      target_link_libraries(${target} INTERFACE ockam_${room_USES})
    endif()
    return()
  endif()
  add_library(${target} STATIC ${sources})
  if(OCKAM_TOGETHER)
    ockam_together(${target} ${name} ${sources})
  endif()
  target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:ockam_options> ${room_LINKS})
  if(room_USES)
    target_link_libraries(${target} PUBLIC ockam_${room_USES})
  endif()
  if(OCKAM_FUZZ AND CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND name MATCHES "wire|config|transports|channels|actors")
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link) # libFuzzer sees which ways an input took
  endif()
  if(room_COLD AND CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE -O1)
  elseif(room_COLD AND OCKAM_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
  if(room_PRECOMPILED)
    ockam_precompile(${target} ${room_PRECOMPILED})
  endif()
endfunction()
