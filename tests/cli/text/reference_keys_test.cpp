#include "cli/text/reference_keys.hpp"
#include "fixtures/source_dir.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

constexpr auto prose = R"(# JSON

With `--output json` the standard output of a command is one JSON value, two spaces a level, and nothing else. It has our
own keys, and beside them those that Ockam 0.150 prints for the same command, so that scripts written for it go on working.
This page is written by a test from the table that the program uses (`cli/text/reference_keys.cpp`).

| option | what it does |
|---|---|
| `--output json` | prints JSON |
| `--jq EXPR` | prints what the jq program makes of that JSON, a line for each result; needs `libjq.so.1` (Debian: `libjq1`) |
| `--compact-output` | JSON on one line |
| `--pretty` | nothing: it is what happens anyway; accepted for scripts |

## Errors

With `--output json` or `--jq` an error is an object, too, on one line of standard error; standard output stays empty.
Exit codes are the same.

    {"error":{"code":"not_found","exit_code":70,"hint":"ockam node list","message":"node not found: n9"}}

`code` is one of invalid, not_found, already_exists, unavailable, timed_out, denied, in_use, protocol, io, config, limit,
internal. `hint` may be empty.

## What is different from Ockam 0.150

- **In a pipe** Ockam prints JSON for some lists and for `node show`. Here JSON is printed when it is asked for, and what is
  piped is one bare line, a list of them, or the block.
- `node list` has all of `node show` beside Ockam's keys. `status` there has the state of the process, here, too.
- `node delete --all` prints an object for each node, one after the other, as Ockam does.
- `status` here has the services, relays and so on of each node, `projects` are those that this home knows, `spaces` is
  empty, and nobody is enrolled with a hosted service: `"status": "NotEnrolled"`.
- `credential verify` of what does not hold is an error with its reason, where Ockam prints `"is_valid": false`.
- `credential list` is of what a node's peers show; Ockam's is of what is stored.
- Every vault is a file: `LocalFileVault`.
- Where Ockam has the number of a flow control, there is the address of the worker that the messages come from. There are no
  such numbers here, and nothing takes one.
- `tcp-listener create|list`, `tcp-connection list` and others print JSON here, and nothing there.

## Keys of Ockam, and where their values come from

A name in the second column is a key of ours in the same object. Where both have a name, the value is Ockam's.
)";

json shown(const std::string& noun, const std::string& verb, json ours) {
  return with_reference_keys(std::move(ours), {noun, verb, "n1"});
}

} // namespace

TEST_CASE("docs/json.md is what the table says") {
  const auto path = tests::source_dir() / "docs/json.md";
  const auto wanted = prose + reference_keys_page();
  if (std::getenv("OCKAM_WRITE_DOCS")) std::ofstream(path) << wanted;
  std::ostringstream is;
  is << std::ifstream(path).rdbuf();
  CHECK_MESSAGE(is.str() == wanted, "OCKAM_WRITE_DOCS=1 test_cli writes it anew");
}

TEST_CASE("keys of the reference stand beside ours") {
  const auto inlet =
      shown("tcp-inlet", "show", {{"from", "127.0.0.1:5000"}, {"status", "degraded"}});
  CHECK(inlet["from"] == "127.0.0.1:5000");
  CHECK(inlet["bind_addr"] == "127.0.0.1:5000");
  CHECK(inlet["status"] == "Up");
  CHECK(inlet["state"] == "degraded");
  CHECK(inlet["payload"] == nullptr);
  CHECK(shown("tcp-inlet", "show", {{"status", "connecting"}})["status"] == "Down");
}

TEST_CASE("each of a list has them") {
  const auto all = shown(
      "relay", "list",
      json::array({{{"status", "up"}, {"reason", ""}}, {{"status", "down"}, {"reason", "gone"}}}));
  CHECK(all[0]["connection_status"] == "Up");
  CHECK(all[0]["last_failure"] == nullptr);
  CHECK(all[1]["connection_status"] == "Down");
  CHECK(all[1]["last_failure"] == "gone");
}

TEST_CASE("an address is spelt as the reference spells it in that command") {
  const json relay{{"remote_address", "forward_to_b"}, {"worker_address", "0#ab"}};
  CHECK(shown("relay", "create", relay)["remote_address"] == "forward_to_b");
  CHECK(shown("relay", "show", relay)["remote_address"] == "/service/forward_to_b");
  CHECK(shown("forwarder", "show", relay)["worker_address"] == "/service/ab");
  const auto channel =
      shown("secure-channel", "list", json::array({{{"address", "ab"}, {"route", "0#a => 0#b"}}}));
  CHECK(channel[0]["address"] == "/service/ab");
  CHECK(channel[0]["route"] == "/service/a/service/b");
  CHECK(shown("tcp-outlet", "create", {{"address", "ab"}})["worker_addr"]
        == json{{"inner", {97, 98}}, {"tt", 0}});
}

TEST_CASE("a node that is down has its lists, which are empty") {
  const auto node = shown("node", "show", {{"name", "n1"}, {"status", "DOWN"}});
  CHECK(node["status"] == "stopped");
  CHECK(node["status_endpoint_address"] == nullptr);
  for (const auto* const list : {"inlets", "outlets", "transports", "services"})
    CHECK(node[list] == json::array());
}

TEST_CASE("a node's own lists stay, and the reference's have both") {
  const auto node =
      shown("node", "show", {{"status", "UP"}, {"tcp_inlets", json::array({{{"status", "up"}}})}});
  CHECK(node["tcp_inlets"][0] == json{{"status", "up"}});
  CHECK(node["inlets"][0]["status"] == "Up");
}

TEST_CASE("where the reference prints an array of one, so do we") {
  const auto made = shown("secure-channel-listener", "create", {{"address", "api2"}});
  REQUIRE(made.is_array());
  CHECK(made[0]["address"] == "/service/api2");
}

TEST_CASE("what the reference prints no JSON for is as it was") {
  const json answer{{"address", "x"}};
  CHECK(shown("worker", "list", answer) == answer);
}
