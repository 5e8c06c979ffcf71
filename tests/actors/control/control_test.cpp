// The control interface as docs/operations.md has it: paths, fields, statuses.
#include "actors/control/control.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <set>
#include <unistd.h>

using namespace ockam;
using namespace ockam::tests;

namespace {

//   a ---- n:7000
struct commanded_nodes : simulation {
  commanded_nodes() { n.listen(7000); }
  simulated_node a{*this, "a"}, n{*this, "n"};
};

std::set<std::string> keys(const json& object) {
  std::set<std::string> out;
  for (const auto& [key, value] : object.items()) out.insert(key);
  return out;
}

bool is_address(const json& text) {
  wire::bytes parsed;
  const auto& t = text.get_ref<const std::string&>();
  return t.size() == 32 && wire::from_hex(t, parsed);
}

} // namespace

TEST_CASE_FIXTURE(commanded_nodes, "a node tells all about itself") {
  a.connect("n:7000");
  advance(90s);
  const auto r = n.ask("GET", "/v1/node");
  CHECK(r.status == 200);
  CHECK(keys(r.body)
        == std::set<std::string>{"name", "version", "pid", "uptime_s", "tcp_listeners",
                                 "tcp_connections", "tcp_inlets", "tcp_outlets", "relays",
                                 "services", "identity", "aead", "threads",
                                 "secure_channel_listeners", "projects", "refusals"});
  CHECK(r.body["name"] == "n");
  CHECK(r.body["version"] == OCKAM_VERSION);
  CHECK(r.body["pid"] == ::getpid());
  CHECK(r.body["aead"] == channels::name_of(channels::chosen_engine()));
  CHECK(r.body["uptime_s"] == 90);
  CHECK(r.body["tcp_listeners"] == n.ask("GET", "/v1/tcp-listeners").body);
  CHECK(r.body["tcp_connections"].size() == 1);
  CHECK(r.body["services"] == n.ask("GET", "/v1/services").body);
}

TEST_CASE_FIXTURE(commanded_nodes, "connections are made, listed, shown and deleted") {
  const auto made = a.ask("POST", "/v1/tcp-connections", {{"to", "n:7000"}});
  CHECK(made.status == 201);
  CHECK(is_address(made.body["id"]));
  json expected{{"id", made.body["id"]},
                {"transport", "TCP"},
                {"mode", "Remote connection"},
                {"socket_address", "n:7000"},
                {"worker_address", made.body["id"]},
                {"transit", "loopback"},
                {"status", "connecting"},
                {"reason", ""},
                {"proven_ms_ago", nullptr},
                {"round_trip_us", nullptr},
                {"attempt", 1},
                {"next_attempt_ms", nullptr}};
  CHECK(made.body == expected);
  settle(); // its first ping
  expected.update({{"status", "up"}, {"proven_ms_ago", 0}, {"round_trip_us", 0}, {"attempt", 0}});
  const auto path = "/v1/tcp-connections/" + made.body["id"].get<std::string>();
  CHECK(a.ask("GET", "/v1/tcp-connections").body == json::array({expected}));
  CHECK(a.ask("GET", path).body == expected);
  CHECK(n.ask("GET", "/v1/tcp-connections").body[0]["mode"] == "Accepted connection");

  const auto gone = a.ask("DELETE", path);
  CHECK(gone.status == 200);
  CHECK(gone.body == expected);
  settle();
  CHECK(a.ask("GET", "/v1/tcp-connections").body == json::array());
  CHECK(n.ask("GET", "/v1/tcp-connections").body == json::array());
  const auto again = a.ask("DELETE", path);
  CHECK(again.status == 404);
  CHECK(again.error().find("not found") != std::string::npos);
}

TEST_CASE_FIXTURE(commanded_nodes,
                  "a connection that can not be made is an error and leaves nothing") {
  const auto refused = a.ask("POST", "/v1/tcp-connections", {{"to", "n:1"}});
  CHECK(refused.status == 502);
  CHECK(refused.code() == "unavailable");
  net.black_hole("n");
  const auto start = clock.time;
  const auto silent =
      a.ask("POST", "/v1/tcp-connections", {{"to", "n:7000"}, {"timeout_ms", 2000}});
  CHECK(silent.status == 408);
  CHECK(silent.code() == "timed_out");
  CHECK(clock.time - start == 2s);
  CHECK(a.ask("POST", "/v1/tcp-connections", {{"to", "n:70000"}}).status == 400);
  CHECK(a.ask("POST", "/v1/tcp-connections", json::object()).error() == "to: is missing");
  CHECK(a.ask("GET", "/v1/tcp-connections").body == json::array());
}

TEST_CASE_FIXTURE(commanded_nodes, "listeners are made, listed, shown and deleted") {
  const auto made = a.ask("POST", "/v1/tcp-listeners", {{"address", "127.0.0.1:7001"}});
  CHECK(made.status == 201);
  CHECK(is_address(made.body["id"]));
  CHECK(made.body
        == json{{"id", made.body["id"]},
                {"transport", "TCP"},
                {"mode", "Listening"},
                {"address", made.body["address"]},
                {"worker_address", made.body["id"]}});
  const std::string by_id = "/v1/tcp-listeners/" + made.body["id"].get<std::string>(),
                    by_address = "/v1/tcp-listeners/" + made.body["address"].get<std::string>();
  CHECK(a.ask("GET", by_id).body == made.body);
  CHECK(a.ask("GET", by_address).body == made.body);
  CHECK(a.ask("GET", "/v1/tcp-listeners").body == json::array({made.body}));
  CHECK(a.ask("POST", "/v1/tcp-listeners", {{"address", "127.0.0.1:7001"}}).code() == "in_use");

  n.connect("a:7001");
  CHECK(a.ask("DELETE", by_address).body == made.body);
  settle();
  CHECK(a.ask("GET", by_id).status == 404);
  CHECK(n.ask("POST", "/v1/tcp-connections", {{"to", "a:7001"}}).status == 502);
  CHECK(n.ask("GET", "/v1/tcp-connections").body.size() == 1); // links stay
}

TEST_CASE_FIXTURE(commanded_nodes, "services and workers are listed") {
  const auto services = a.ask("GET", "/v1/services").body;
  CHECK(services.size() == 5);
  CHECK(services[0] == json{{"type", "echo"}, {"address", "echo"}});
  CHECK(a.ask("GET", "/v1/services/hop").body == json{{"type", "hop"}, {"address", "hop"}});
  CHECK(a.ask("GET", "/v1/services/nobody").status == 404);
  const auto made = a.ask("POST", "/v1/services", {{"type", "hop"}, {"address", "hop2"}});
  CHECK(made.status == 201);
  CHECK(made.body == json{{"type", "hop"}, {"address", "hop2"}});
  CHECK(a.ask("GET", "/v1/services").body.size() == 6);
  const auto workers = a.ask("GET", "/v1/workers");
  CHECK(workers.status == 200);
  CHECK(workers.body.size() == 6);
  CHECK(workers.body[0] == json{{"address", "echo"}, {"kind", "echo"}, {"reach", "everybody"}});
}

TEST_CASE_FIXTURE(commanded_nodes, "a relay is seen from both of its sides") {
  const auto made = a.ask("POST", "/v1/relays", {{"name", "n3"}, {"at", "/dnsaddr/n/tcp/7000"}});
  REQUIRE(made.status == 201);
  const std::string worker = made.body["worker_address"];
  const std::string link = a.ask("GET", "/v1/tcp-connections").body[0]["worker_address"];
  CHECK(is_address(worker.substr(2)));
  CHECK(made.body
        == json{{"name", "n3"},
                {"role", "registered"},
                {"at", "/dnsaddr/n/tcp/7000"},
                {"forwarding_route", "0#" + link + " => 0#forward_to_n3"},
                {"remote_address", "forward_to_n3"},
                {"worker_address", worker},
                {"owner", ""},
                {"conflict", ""},
                {"allow", ""},
                {"status", "up"},
                {"reason", ""},
                {"proven_ms_ago", 0},
                {"round_trip_us", 0},
                {"attempt", 0},
                {"next_attempt_ms", nullptr}});
  CHECK(a.ask("GET", "/v1/relays").body == json::array({made.body}));
  const auto hosted = n.ask("GET", "/v1/relays/forward_to_n3").body;
  CHECK(keys(hosted) == keys(made.body));
  CHECK(hosted["role"] == "hosted");
  CHECK(hosted["name"] == "n3");
  CHECK(n.ask("GET", "/v1/relays/n3").body == hosted);
  CHECK(n.ask("GET", "/v1/relays/n4").error() == "relay n4 not found");
}

TEST_CASE_FIXTURE(commanded_nodes, "what control can not do, it says") {
  CHECK(a.ask("GET", "/v1/nothing").status == 404);
  CHECK(a.ask("GET", "/").error() == "no such path: /");
  CHECK(a.ask("GET", "").status == 404);
  CHECK(a.ask("POST", "/v1/node").status == 404);
  CHECK(a.ask("PUT", "/v1/relays").status == 400);
  CHECK(a.ask("DELETE", "/v1/relays").status == 400);
  CHECK(a.ask("POST", "/v1/relays/x", json::object()).status == 400);
  CHECK(a.ask("POST", "/v1/workers", json::object()).error() == "these can not be created");
  CHECK(a.ask("DELETE", "/v1/workers/echo").status == 400);
  CHECK(a.ask("GET", "/v1/messages").error() == "these can not be listed");
  for (const auto& body : {json("text"), json(3), json::array()})
    CHECK(a.ask("POST", "/v1/messages", body).error() == "the body is not a JSON object");
}

TEST_CASE_FIXTURE(commanded_nodes, "a body that is no JSON is refused") {
  for (const auto* const body : {"{", "{\"to\":", "\xff\xfe", "{\"to\":\"\xc3\"}", "[[[[[[[["}) {
    auto status = 0;
    system.spawn([&, to = a.node.control()](caf::event_based_actor* self) {
      self->request(to, caf::infinite, transports::control_request{"POST", "/v1/messages", body})
          .then([&](const transports::control_reply& r) { status = r.status; });
    });
    settle();
    CHECK(status == 400);
  }
}

TEST_CASE_FIXTURE(commanded_nodes, "an address that is no text is shown as far as it is one") {
  n.start_probe("\xff\xfe");
  const auto workers = n.ask("GET", "/v1/workers");
  CHECK(workers.status == 200);
  CHECK(workers.body.size() == 6);
}

// -- the end ----------------------------------------------------------------------

namespace {

/// Something that is at work until the test says otherwise.
struct busy final : actors::resource {
  busy(std::function<void()>& out, int& gone) : drained(out), given_up(gone) {}
  result<json> list() const override { return json::array(); }
  void create_from(const json&, actors::answer to) override { to(json::object()); }
  void drain(std::function<void()> f) override { drained = std::move(f); }
  void give_up() override { ++given_up; }
  std::function<void()>& drained;
  int& given_up;
};

struct control_alone : simulation {
  control_alone() {
    all.emplace("tcp-inlets", std::make_unique<busy>(inlets, given_up));
    all.emplace("tcp-outlets", std::make_unique<busy>(outlets, given_up));
    commands = home->spawn<actors::control>(
        "n", "", 1, std::ref(all), actors::declaration_store{}, [this] { ++ended; },
        std::function<json()>{});
    settle();
  }
  ~control_alone() { end(*home); }
  void stop() {
    caf::anon_send(commands, actors::stop_node{});
    settle();
  }
  int create_inlet() {
    auto status = 0;
    system.spawn([&](caf::event_based_actor* self) {
      self->request(commands, caf::infinite,
                    transports::control_request{"POST", "/v1/tcp-inlets", "{}"})
          .then([&](const transports::control_reply& r) { status = r.status; });
    });
    settle();
    return status;
  }

  std::shared_ptr<transports::reactor> home = make_reactor();
  std::function<void()> inlets, outlets;
  int given_up = 0;
  actors::resource_table all;
  caf::actor commands;
  int ended = 0;
};

} // namespace

TEST_CASE_FIXTURE(control_alone, "a node that is told to stop waits for what is at work") {
  CHECK(create_inlet() == 201);
  stop();
  REQUIRE(inlets);
  REQUIRE(outlets);
  CHECK(create_inlet() == 502);
  inlets();
  advance(config::drain_timeout - 1ms);
  CHECK(ended == 0);
  outlets();
  CHECK(ended == 1);
}

TEST_CASE_FIXTURE(control_alone, "a node does not wait for ever for what is at work") {
  stop();
  inlets();
  advance(config::drain_timeout);
  CHECK(ended == 0); // what is left is given up first
  advance(config::farewell_timeout);
  CHECK(ended == 1);
}

TEST_CASE_FIXTURE(control_alone, "a node that is told to stop twice gives up what is at work") {
  stop();
  CHECK(given_up == 0);
  stop();
  CHECK(given_up == 2);
  CHECK(ended == 0);
  inlets();
  outlets();
  CHECK(ended == 1);
}

TEST_CASE_FIXTURE(control_alone, "what does not end when it is given up is not waited for") {
  stop();
  stop();
  stop();
  CHECK(given_up == 2);
  CHECK(ended == 0);
  advance(config::farewell_timeout);
  CHECK(ended == 1);
}
