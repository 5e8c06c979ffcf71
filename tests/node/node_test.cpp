// Nodes of a program, as include/ockam offers them, on real sockets of this machine.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <netinet/in.h>
#include <ockam/node.hpp>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

std::string route_to(const std::string& bound, const std::string& rest) {
  return "/dnsaddr/localhost/tcp/" + bound.substr(bound.rfind(':') + 1) + rest;
}

ockam::errc code_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const ockam::failure& thrown) {
    return thrown.why.code;
  }
  FAIL("nothing was thrown");
  return {};
}

} // namespace

TEST_CASE("a worker of a program answers another node of the program") {
  ockam::runtime runtime;
  ockam::node server{runtime, {.name = "server"}}, client{runtime, {.name = "client"}};
  server.worker("greeter", [](ockam::request& r) {
    CHECK(!r.peer());
    r.reply("Hello, " + std::string(r.text()));
    r.reply("only the first answer is sent");
  });
  const auto at = server.listen();
  CHECK(client.ask(route_to(at, "/service/greeter"), "World") == "Hello, World");
}

TEST_CASE("an address has one worker") {
  ockam::node node{"n"};
  node.worker("one", [](ockam::request&) {});
  CHECK(code_of([&] { node.worker("one", [](ockam::request&) {}); })
        == ockam::errc::already_exists);
  CHECK(code_of([&] { node.worker("bad name", [](ockam::request&) {}); }) == ockam::errc::invalid);
}

TEST_CASE("an exception of a worker drops the message and nothing else") {
  ockam::node node{"n"};
  node.worker("w", [](ockam::request& r) {
    if (r.text() == "throw") throw std::runtime_error("on purpose");
    r.reply("there");
  });
  const auto to = route_to(node.listen(), "/service/w");
  CHECK(code_of([&] { node.ask(to, "throw", 200ms); }) == ockam::errc::timed_out);
  CHECK(node.ask(to, "again") == "there");
}

TEST_CASE("a worker with a rule is silent to whom nobody has proven") {
  ockam::runtime runtime;
  ockam::node server{runtime, {.name = "server"}}, client{runtime, {.name = "client"}};
  server.worker("w", [](ockam::request& r) { r.reply("there"); }, {.allow = "role=client"});
  const auto to = route_to(server.listen(), "/service/w");
  CHECK(code_of([&] { client.ask(to, "", 200ms); }) == ockam::errc::timed_out);
  CHECK(code_of([&] { server.worker("v", [](ockam::request&) {}, {.allow = "role="}); })
        == ockam::errc::invalid);
}

TEST_CASE("work that blocks is done beside the nodes, and answered later") {
  ockam::node node{"n"};
  std::promise<void> may_end;
  node.worker("slow", [&](ockam::request& r) {
    node.blocking(
        [&] {
          may_end.get_future().wait();
          return 42;
        },
        [answer = r.later()](int out) { answer(std::to_string(out)); });
  });
  node.worker("quick", [](ockam::request& r) { r.reply("at once"); });
  const auto at = node.listen();
  auto slow =
      std::async(std::launch::async, [&] { return node.ask(route_to(at, "/service/slow"), ""); });
  CHECK(node.ask(route_to(at, "/service/quick"), "") == "at once");
  may_end.set_value();
  CHECK(slow.get() == "42");
}

TEST_CASE("a worker cannot wait for its own thread") {
  ockam::node node{"n"};
  node.worker("w", [&](ockam::request& r) {
    try {
      node.ask("/service/echo", "x");
    } catch (const ockam::failure& thrown) {
      r.reply(thrown.what());
    }
  });
  CHECK(node.ask(route_to(node.listen(), "/service/w"), "").find("own thread")
        != std::string::npos);
}

TEST_CASE("a relay tells a program how it fares") {
  ockam::runtime runtime;
  ockam::node hub{runtime, {.name = "hub", .allow_relays = true}};
  ockam::node owner{runtime, {.name = "owner"}};
  const auto at = hub.listen();
  const auto relay = owner.create(ockam::relay{.name = "office", .at = route_to(at, "")});
  REQUIRE(relay.wait_up(10s));
  CHECK(relay.status().proven);
  CHECK(relay.address() == "forward_to_office");
  std::promise<std::string> first;
  relay.on_status([&, told = false](const ockam::resource_status& now) mutable {
    if (!std::exchange(told, true)) first.set_value(now.state);
  });
  CHECK(first.get_future().get() == "up");
  relay.remove();
  CHECK(code_of([&] { relay.status(); }) == ockam::errc::not_found);
}

TEST_CASE("who waits for what cannot come is told why") {
  ockam::node node{"n"};
  const auto relay = node.create(ockam::relay{.name = "office", .at = "/dnsaddr/localhost/tcp/1"});
  const auto up = relay.wait_up(300ms);
  REQUIRE(!up);
  CHECK(up.error().code == ockam::errc::timed_out);
  CHECK(up.error().message.find("refused") != std::string::npos);
}

TEST_CASE("run returns when the nodes have stopped") {
  ockam::node node{"n"};
  node.listen();
  auto ran = std::async(std::launch::async, [&] { node.run(); });
  node.stop();
  CHECK(ran.wait_for(10s) == std::future_status::ready);
}

namespace {

/// A TCP service that answers every piece with what came.
struct echo_service {
  echo_service() {
    ::listen(listener, 1);
    sockaddr_in at{};
    socklen_t size = sizeof at;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    serving = std::thread{[this] {
      std::array<char, 1024> data{};
      while (true) {
        const auto client = ::accept(listener, nullptr, nullptr);
        if (client < 0) return;
        for (ssize_t n = 0; (n = ::read(client, data.data(), data.size())) > 0;)
          static_cast<void>(::write(client, data.data(), static_cast<std::size_t>(n)));
        ::close(client);
      }
    }};
  }
  ~echo_service() {
    ::shutdown(listener, SHUT_RDWR);
    serving.join();
    ::close(listener);
  }
  int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  int port = 0;
  std::thread serving;
};

/// What the service says, through that inlet, to a client that writes `text` and nothing more.
std::string said(const std::string& inlet, std::string_view text) {
  const auto client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(static_cast<std::uint16_t>(std::stoi(inlet.substr(inlet.rfind(':') + 1))));
  REQUIRE(::connect(client, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
  REQUIRE(::write(client, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::shutdown(client, SHUT_WR);
  std::string out;
  std::array<char, 1024> data{};
  for (ssize_t n = 0; (n = ::read(client, data.data(), data.size())) > 0;)
    out.append(data.data(), static_cast<std::size_t>(n));
  ::close(client);
  return out;
}

struct no_secret final : ockam::stream_filter {
  outcome on_client(std::string_view data, bool end) override {
    if (end) return pass();
    return data.find("secret") == data.npos ? pass() : reject("not through here");
  }
  outcome on_server(std::string_view data, bool) override {
    return data.find("leak") == data.npos ? pass() : reject("nor back");
  }
};

} // namespace

TEST_CASE("a filter sees both directions of a stream and ends it with an answer") {
  const echo_service service;
  ockam::runtime runtime;
  ockam::node server{runtime, {.name = "server"}}, client{runtime, {.name = "client"}};
  server.create(
      ockam::outlet{.address = "echoes", .to = "127.0.0.1:" + std::to_string(service.port)});
  const auto inlet =
      client.create(ockam::inlet{.to = route_to(server.listen(), "/service/echoes"),
                                 .filter = [] { return std::make_unique<no_secret>(); }});
  REQUIRE(inlet.wait_up(10s));
  CHECK(said(inlet.address(), "hello") == "hello");
  CHECK(said(inlet.address(), "my secret") == "not through here");
  CHECK(said(inlet.address(), "a leak") == "nor back");
  CHECK(said(inlet.address(), "hello again") == "hello again");
}
