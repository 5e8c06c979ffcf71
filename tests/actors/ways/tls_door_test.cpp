// Clients that speak TLS to an inlet, on virtual time.
#include "actors/ways/tls_door.hpp"
#include "fixtures/deterministic.hpp"
#include "transports/tls/tls_ends.hpp"
#include "transports/work/pinned_ref.hpp"

#include <fstream>

using namespace ockam;
using namespace ockam::tests;
using actors::inlet_client;
using actors::read_certificate;
using actors::tls_door;

namespace {

/// An actor with a door, which notes who is let in and who is not.
class keeper : public transports::pinned_actor {
public:
  keeper(caf::actor_config& cfg, read_certificate shown) : pinned_actor(cfg) {
    door = std::make_shared<tls_door>(
        *this, "web", std::move(shown), [this](inlet_client one) { in.push_back(std::move(one)); },
        [this](inlet_client one, std::string_view why) {
          out.push_back(one.from + ": " + std::string(why));
        });
  }
  std::shared_ptr<tls_door> door;
  std::vector<inlet_client> in;
  std::vector<std::string> out;

private:
  caf::behavior make_behavior() override {
    door->open();
    return {[](const caf::unit_t&) {}};
  }
  void on_exit() override { door->close(); }
};

struct guarded : tls_ends {
  simulation world;
  std::shared_ptr<transports::reactor> home = world.make_reactor();
  std::vector<descriptor> clients; ///< the ends of those that came
  transports::pinned_ref<keeper> at{
      home->spawn<keeper>(*read_certificate::from({files.file("web.pem"), files.file("web.key")}))};

  guarded() { world.settle(); } // the actor begins

  /// A client comes from that source; returns its end.
  descriptor& come(const std::string& source) {
    socket_pair ends;
    clients.push_back(std::move(ends.other));
    inlet_client one{{std::move(ends.one)}, home->now(), source};
    at.object->run([&] { at.object->door->take(std::move(one), source); });
    return clients.back();
  }
  bool is_open(const descriptor& end) const {
    char byte = 0;
    return ::recv(end.get(), &byte, 1, MSG_PEEK) < 0 && errno == EAGAIN;
  }
};

} // namespace

TEST_CASE_FIXTURE(guarded, "a client is let in when it has agreed on TLS") {
  auto& end = come("10.0.0.1");
  std::optional<result<transports::edge_socket>> far;
  const auto shaking = transports::tls_handshake::begin(*home, std::move(end), client(), "web",
                                                        [&](auto made) { far = std::move(made); });
  CHECK(at.object->in.empty());
  world.settle();
  REQUIRE(at.object->in.size() == 1);
  CHECK(at.object->in.front().socket.tls);
  CHECK(at.object->in.front().from == "10.0.0.1");
  CHECK(at.object->out.empty());
}

TEST_CASE_FIXTURE(guarded, "who says nothing is sent away in time") {
  come("10.0.0.1");
  world.advance(config::tls_handshake_timeout);
  REQUIRE(at.object->out.size() == 1);
  CHECK(at.object->out.front().find("timed out") != std::string::npos);
  CHECK_FALSE(is_open(clients.front()));
}

TEST_CASE_FIXTURE(guarded,
                  "of too many who agree on nothing the first of the busiest source goes") {
  come("10.0.0.2");
  for (std::size_t i = 1; i < config::tls_handshakes_max; ++i) come("10.0.0.1");
  world.settle();
  CHECK(at.object->out.empty());
  come("10.0.0.3");
  world.settle();
  REQUIRE(at.object->out.size() == 1);
  CHECK(at.object->out.front() == "10.0.0.1: did not agree on TLS before others came");
  CHECK(is_open(clients[0]));
  CHECK_FALSE(is_open(clients[1]));
  CHECK(is_open(clients.back()));
  come("10.0.0.1"); // of the busiest itself: it takes a place of its own
  world.settle();
  CHECK_FALSE(is_open(clients[2]));
  CHECK(is_open(clients.back()));
}

TEST_CASE_FIXTURE(guarded,
                  "a certificate that is written anew is shown, one that is no good is not") {
  const auto before = at.object->door->certificate().now;
  const auto is_other = [&] { return at.object->door->certificate().now != before; };
  std::ofstream(files.file("web.pem")) << "nothing";
  CHECK_FALSE(world.advance_until(is_other, 3 * config::tls_files_look));
  files.make("web", {.name = "web.example"});
  CHECK(world.advance_until(is_other, 3 * config::tls_files_look));
}
