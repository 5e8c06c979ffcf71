// Runs the tests of one executable in a home of their own, never in the user's.
#define DOCTEST_CONFIG_IMPLEMENT
#include "fixtures/environment_variable.hpp"
#include "fixtures/source_dir.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

std::filesystem::path ockam::tests::source_dir() { return OCKAM_SOURCE_DIR; }

int main(int argc, char** argv) {
  const ockam::fixtures::temporary_directory home;
  const ockam::fixtures::environment_variable where{"OCKAM_HOME", home.path().c_str()};
  return doctest::Context(argc, argv).run();
}
