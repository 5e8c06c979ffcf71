#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
using config::check_node_name;

TEST_CASE("a node's name is letters, digits, dashes and underscores") {
  for (auto name : {"n1", "N", "a-b_c", "0123456789abcdef"}) CHECK(check_node_name(name));
  for (auto name : {"", "n!", "n.1", "..", "a/b", "a b", "n\n", "\xc3\xa9"}) {
    CAPTURE(name);
    CHECK(check_node_name(name).error().code == errc::invalid);
  }
}

TEST_CASE("a node's name fits a directory entry") {
  CHECK(check_node_name(std::string(config::name_size_max, 'n')));
  CHECK_FALSE(check_node_name(std::string(config::name_size_max + 1, 'n')));
  CHECK(check_node_name(std::string(100'000, 'n')).error().message.size() < 200);
}

TEST_CASE("a node keeps its files in a directory of its own") {
  auto files = config::files_of("/home/a/.ockam", "n1");
  CHECK(files.directory == "/home/a/.ockam/nodes/n1");
  CHECK(files.lock == "/home/a/.ockam/nodes/n1/lock");
  CHECK(files.socket == "/home/a/.ockam/nodes/n1/socket");
  CHECK(files.log == "/home/a/.ockam/nodes/n1/log");
}

TEST_CASE("a file in the place of a directory is named") {
  fixtures::temporary_directory home;
  std::ofstream{home.path() / "nodes"} << "";
  auto made = config::make_private_directory(home.path() / "nodes" / "n1");
  REQUIRE_FALSE(made);
  CHECK(made.error().code == errc::io);
  CHECK(made.error().message.find("nodes") != std::string::npos);
}
