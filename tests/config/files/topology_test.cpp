// tests/config/valid/*.yaml with what each says in NAME.says, and tests/config/invalid/*.yaml with
// what is wrong in NAME.message.
#include "config/files/topology.hpp"
#include "config/text/duration.hpp"
#include "fixtures/source_dir.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace ockam;
using namespace ockam::config;
namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

std::vector<fs::path> samples(const std::string& folder) {
  std::vector<fs::path> all;
  for (const auto& each : fs::directory_iterator{tests::source_dir() / "tests/config" / folder})
    if (each.path().extension() == ".yaml") all.push_back(each.path());
  return all;
}

variable_sources known_variables() {
  return {{{"GIVEN", "from-the-command-line"}},
          [](const std::string& name) -> std::optional<std::string> {
            if (name == "ENVIRONMENT" || name == "GIVEN") return "from-the-environment";
            return {};
          }};
}

/// Everything that was given, one line each.
std::string said(resource& what) {
  auto line = std::string(what.kind().noun);
  for (const auto& row : what.rows()) {
    if (!row.counts()) continue;
    const auto name = " " + std::string(row.name());
    if (const auto* flag = value_in<bool>(what, row); flag && *flag) line += name;
    if (const auto* text = value_in<std::string>(what, row); text && !text->empty())
      line += name + "=" + *text;
    if (const auto* time = value_in<time_span>(what, row); time && *time) {
      const auto ms = (*time)->count();
      line +=
          name + "=" + (ms % 1000 == 0 ? std::to_string(ms / 1000) + "s" : duration_text(**time));
    }
    if (const auto* all = value_in<texts>(what, row))
      for (const auto& one : *all) line += name + "=" + one;
  }
  return line + "\n";
}

std::string said(topology& all) {
  std::string text;
  for (const auto& each : all.hubs) text += "hub " + each + "\n";
  for (auto& each : all.tickets) text += said(each);
  for (auto& each : all.vaults) text += said(each);
  for (auto& each : all.identities) text += said(each);
  for (auto& each : all.nodes) text += said(each);
  for (auto* each : all.on_nodes()) text += said(*each);
  for (const auto& note : all.notes) text += "note " + note + "\n";
  return text;
}

} // namespace

TEST_CASE("every shape of a file that the original takes says what it says there") {
  const auto files = samples("valid");
  REQUIRE(files.size() >= 9);
  for (const auto& file : files) {
    CAPTURE(file.filename().string());
    auto read = read_topology(contents(file), known_variables());
    if (!read) FAIL_CHECK(read.error().message);
    if (!read) continue;
    CHECK(said(*read) == contents(fs::path{file}.replace_extension(".says")));
  }
}

TEST_CASE("every mistake in a file is said with its place, and what may have been meant") {
  const auto files = samples("invalid");
  REQUIRE(files.size() >= 40);
  for (const auto& file : files) {
    CAPTURE(file.filename().string());
    const auto read = read_topology(contents(file), known_variables());
    CHECK_FALSE(read);
    if (read) continue;
    const auto& why = read.error();
    CHECK(why.code == errc::config);
    CHECK(why.message + (why.hint.empty() ? "" : " (" + why.hint + ")") + "\n"
          == contents(fs::path{file}.replace_extension(".message")));
  }
}

TEST_CASE("a file of one node has no name but for the one that comes from elsewhere") {
  auto read = read_topology("tcp-outlet: { to: 9000 }", {}, topology_scope::one_node);
  REQUIRE(read);
  REQUIRE(read->nodes.size() == 1);
  CHECK(read->nodes.front().name == "");
  CHECK(read->all<tcp_outlet>().front().node == "");
  const auto several = read_topology("nodes: [a, b]", {}, topology_scope::one_node);
  REQUIRE_FALSE(several);
  CHECK(several.error().message == "1:9: this is a file of one node");
}

TEST_CASE("a file of any bytes is refused, and no more is allocated than it is long") {
  for (const auto* text : {"\xff\xfe\x00\x01",
                           "\x01\x02",
                           "{",
                           "]",
                           "&",
                           "*",
                           "!",
                           "%",
                           "@",
                           "`",
                           "? ",
                           ": ",
                           "- - - -",
                           "\t\t:",
                           "|",
                           ">",
                           "'",
                           "\"",
                           "!!map {",
                           "<<: *a"})
    CHECK_FALSE(read_topology(text, {}));
  std::string deep(400'000, '[');
  CHECK_FALSE(read_topology(deep, {}));
  CHECK_FALSE(read_topology(std::string(600'000, 'x'), {}));
}

TEST_CASE("what a resource says to a node, it takes from a node") {
  auto read =
      read_topology("name: n1\ntcp-inlet: { web: { from: 6000, to: [/service/a, /service/b], "
                    "no-connection-wait: true } }",
                    {});
  REQUIRE(read);
  auto& inlet = read->all<tcp_inlet>().front();
  const auto fields = write_body(inlet);
  CHECK(
      fields.dump()
      == R"({"alias":"web","from":"6000","no_connection_wait":true,"to":["/service/a","/service/b"]})");
  tcp_inlet same;
  REQUIRE(read_body(same, fields));
  CHECK(write_body(same) == fields);
}
