// Runs the tests of one executable in a home of their own, never in the user's.
#define DOCTEST_CONFIG_IMPLEMENT
#include "fixtures/environment_variable.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

int main(int argc, char** argv) {
  const ockam::fixtures::temporary_directory home;
  const ockam::fixtures::environment_variable where{"OCKAM_HOME", home.path().c_str()};
  return doctest::Context(argc, argv).run();
}
