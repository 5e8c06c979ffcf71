// Removing nodes, with files in the place of nodes: what runs is ended in node_process_test.
#include "cli/fixtures/fake_world.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/shell/commands.hpp"
#include "config/store/state_store.hpp"
#include "fixtures/environment_variable.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
namespace fs = std::filesystem;

namespace {

struct three_nodes {
  three_nodes() {
    auto state = config::state_store::open(home);
    REQUIRE(state);
    for (auto name : {"n1", "n2"}) {
      REQUIRE(state->put_node(name, "127.0.0.1:4000"));
      make_files(name);
    }
    make_files("lost"); // killed before the store knew it
  }
  void make_files(const char* name) {
    auto files = config::files_of(home, name);
    REQUIRE(config::make_private_directory(files.directory));
    std::ofstream{files.log} << "a line";
  }
  std::vector<std::string> known() {
    std::vector<std::string> names;
    auto state = config::state_store::open(home);
    REQUIRE(state);
    auto nodes = state->nodes();
    REQUIRE(nodes);
    for (auto& node : *nodes) names.push_back(node.name);
    return names;
  }
  int reset() {
    cli::test::fake_world world;
    const std::vector<cli::noun> nouns{cli::reset()};
    return world.run(nouns, "reset -y");
  }
  fixtures::temporary_directory directory;
  fs::path home = directory.path() / "home";
  fixtures::environment_variable variable{"OCKAM_HOME", home.c_str()};
};

} // namespace

TEST_CASE_FIXTURE(three_nodes, "a deleted node leaves no file and no record") {
  REQUIRE(cli::delete_nodes(home, {"n1"}, false));
  CHECK_FALSE(fs::exists(home / "nodes" / "n1"));
  CHECK(fs::exists(home / "nodes" / "n2"));
  CHECK(known() == std::vector<std::string>{"n2"});
}

TEST_CASE_FIXTURE(three_nodes, "all nodes are those in the store and those with files only") {
  CHECK(*cli::all_node_names(home) == std::vector<std::string>{"n1", "n2", "lost"});
  REQUIRE(cli::delete_nodes(home, {"n1", "n2", "lost"}, false));
  CHECK(fs::is_empty(home / "nodes"));
  CHECK(known().empty());
}

TEST_CASE_FIXTURE(three_nodes, "reset leaves bin and env, and may be repeated") {
  fs::create_directory(home / "bin");
  std::ofstream{home / "env"} << "A=1";
  for (int round = 0; round < 2; ++round) {
    CHECK(reset() == 0);
    CHECK(fs::exists(home / "bin"));
    CHECK(fs::exists(home / "env"));
    CHECK(std::distance(fs::directory_iterator{home}, {}) == 2);
  }
}

TEST_CASE_FIXTURE(three_nodes, "reset repairs a damaged database") {
  std::ofstream{config::state_file(home)} << std::string(8192, 'x');
  CHECK(reset() == 0);
  CHECK(fs::is_empty(home));
}

TEST_CASE_FIXTURE(three_nodes, "reset leaves alone what is no home of nodes") {
  fs::remove_all(home);
  fs::create_directory(home);
  std::ofstream{home / "letter"} << "dear";
  CHECK(reset() == 0);
  CHECK(fs::exists(home / "letter"));
}
