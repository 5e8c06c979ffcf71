#include "config/base/environment.hpp"
#include "fixtures/environment_variable.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace ockam;
using fixtures::environment_variable;

TEST_CASE("the home is OCKAM_HOME, made absolute") {
  environment_variable given{"OCKAM_HOME", "some/../where"};
  CHECK(*config::home() == std::filesystem::current_path() / "where");
}

TEST_CASE("the home is .ockam of the user without OCKAM_HOME") {
  environment_variable user{"HOME", "/home/somebody"};
  for (auto text : {static_cast<const char*>(nullptr), ""}) {
    environment_variable given{"OCKAM_HOME", text};
    CHECK(*config::home() == "/home/somebody/.ockam");
  }
}

TEST_CASE("a switch is on unless it is empty, 0 or false") {
  for (auto text : {"1", "true", "yes"}) {
    environment_variable given{"NO_COLOR", text};
    CHECK(config::no_color());
  }
  for (auto text : {static_cast<const char*>(nullptr), "", "0", "false"}) {
    environment_variable given{"NO_COLOR", text};
    CHECK_FALSE(config::no_color());
  }
}

TEST_CASE("a number that is none is reported with its variable") {
  environment_variable given{"OCKAM_LOG_MAX_FILES", "many"};
  auto number = config::variable_number("OCKAM_LOG_MAX_FILES", 10);
  REQUIRE_FALSE(number);
  CHECK(number.error().code == errc::config);
  CHECK(number.error().message.find("OCKAM_LOG_MAX_FILES") != std::string::npos);
  for (auto text : {"0", "-1", "1x", "99999999999999999999999"}) {
    environment_variable wrong{"OCKAM_LOG_MAX_FILES", text};
    CHECK_FALSE(config::variable_number("OCKAM_LOG_MAX_FILES", 10));
  }
  environment_variable unset{"OCKAM_LOG_MAX_FILES", nullptr};
  CHECK(*config::variable_number("OCKAM_LOG_MAX_FILES", 10) == 10);
}

TEST_CASE("every variable says what it means") {
  for (auto& variable : config::variables()) CHECK_FALSE(variable.meaning.empty());
}
