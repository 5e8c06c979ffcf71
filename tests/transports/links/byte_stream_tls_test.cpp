// A stream on whose socket TLS is spoken, driven by hand.
#include "fixtures/deterministic.hpp"
#include "transports/links/loopback.hpp"
#include "transports/tls/tls_ends.hpp"

using namespace ockam;
using namespace ockam::tests;
using transports::edge_socket;
using transports::output_queue;

namespace {

struct secured : tls_ends {
  simulation world;
  std::shared_ptr<transports::reactor> home = world.make_reactor();
  tls_context::shared of_client = client(), of_server = server();
  tls_session far = of_client->begin(sockets.other.get());
  caf::actor handle;
  reader* self = nullptr;

  secured() {
    auto near = of_server->begin(sockets.one.get());
    REQUIRE(agree(far, near));
    handle = home->spawn<reader>(edge_socket(std::move(sockets.one), std::move(near)));
    self = dynamic_cast<reader*>(caf::actor_cast<caf::abstract_actor*>(handle));
    world.settle();
  }
  ~secured() {
    handle = nullptr;
    world.end(*home);
  }
  template <class F>
  void as_self(F f) {
    self->run([&] { f(self->stream); });
    world.settle();
  }
  void say(const std::string& words) {
    output_queue queue;
    queue.push(text(words));
    REQUIRE(far.send(queue) == output_queue::outcome::drained);
    world.settle();
  }
  std::string hear() {
    std::string all;
    std::array<std::uint8_t, 4096> room{};
    for (;;) {
      const auto got = far.read(room.data(), room.size());
      all.append(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got.size));
      if (got.what == tls_session::outcome::end) return all + "<end>";
      if (got.what == tls_session::outcome::failed) return all + "<failed>";
      if (got.what != tls_session::outcome::done) return all;
    }
  }
};

} // namespace

TEST_CASE_FIXTURE(secured, "what is read and written is what was meant, with room around it") {
  as_self([](byte_stream& s) { s.resume(); });
  say("a question");
  CHECK(self->got == "a question");
  CHECK(self->head >= config::headroom);
  CHECK(self->tail >= config::tailroom);
  as_self([](byte_stream& s) { s.write(text("an answer")); });
  CHECK(hear() == "an answer");
  CHECK(self->written == std::string_view("an answer").size());
}

TEST_CASE_FIXTURE(secured, "input that was read with what the owner allowed is not forgotten") {
  self->budget = 7;
  say("0123456789");
  as_self([](byte_stream& s) { s.resume(); });
  CHECK(self->got == "0123456");
  self->budget = 100;
  as_self([](byte_stream& s) { s.resume(); }); // nothing is on the socket any more
  CHECK(self->got == "0123456789");
  CHECK(home->round(0) == 0);
}

TEST_CASE_FIXTURE(secured, "its end is announced, and that of its peer has to be") {
  as_self([](byte_stream& s) { s.resume(), s.write(text("the rest")), s.finish(); });
  CHECK(hear() == "the rest<end>");
  CHECK(self->stream.finished());
  say("more from there");
  CHECK(self->got == "more from there");
  CHECK(far.finish() == tls_session::outcome::done);
  world.settle();
  CHECK(self->ended);
  CHECK_FALSE(self->failed);
}

TEST_CASE_FIXTURE(secured, "a peer whose end was not announced has failed") {
  as_self([](byte_stream& s) { s.resume(); });
  say("half");
  ::shutdown(sockets.other.get(), SHUT_WR);
  world.settle();
  CHECK(self->got == "half");
  CHECK(self->failed);
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(secured,
                  "what a full socket does not take is written later, and only then counted") {
  constexpr std::size_t size = 8 * config::mib;
  as_self([](byte_stream& s) {
    for (std::size_t i = 0; i < size / config::mib; ++i)
      s.write(text(std::string(config::mib, static_cast<char>('a' + i))));
    s.finish();
  });
  CHECK(self->stream.blocked());
  CHECK(self->written + self->stream.queued() == size);
  std::string all;
  while (!all.ends_with("<end>")) {
    all += hear();
    world.settle();
  }
  CHECK(all.size() == size + std::string_view("<end>").size());
  CHECK(self->written == size);
  CHECK(self->stream.finished());
}
