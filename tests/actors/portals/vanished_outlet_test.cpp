// An inlet's ends of streams whose outlet does not know them any more.
#include "actors/portals/inlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

/// A client asks and has ended; the outlet, played by the test, has said so many bytes of its
/// answer, and has not said that it has got all of the question.
struct answered : inlet_world<virtual_world> {
  static constexpr std::uint32_t asked = 8; ///< bytes
  static constexpr std::uint16_t resuming = our_capabilities | wire::portal_resume;

  answered() {
    ask();
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("outlet")},
                                      transports::slice::copy_of(wire::encode_pong(resuming, 7)),
                                      0,
                                      {}});
    world.settle();
    client.shrink();
    client.say("question");
    client.finish();
    world.settle();
    CHECK(outlet.payload() == "question");
    CHECK(outlet.next_is(portal_kind::end));
  }
  void answer(std::size_t size) {
    for (std::size_t at = 0; at < size;) {
      const auto n = std::min(config::portal_chunk, size - at);
      auto m = encode_payload(std::string(n, 'a'));
      const auto tail = wire::encode_positions({static_cast<std::uint32_t>(at), asked});
      m.insert(m.end(), tail.begin(), tail.end());
      send(m);
      at += n;
    }
  }
  /// The way is lost, and the outlet that the inlet asks knows nothing of the stream.
  void vanish() {
    outlet.got.clear();
    send(wire::encode_lost());
    world.advance_until([&] { return !outlet.got.empty(); }, 1s);
    const auto resume = outlet.next();
    REQUIRE(resume.kind == portal_kind::resume);
    stream = outlet.current.return_route;
    send(wire::encode_gone(resume.attempt, 8, false));
  }
};

} // namespace

TEST_CASE_FIXTURE(answered,
                  "a client that has not read all of a whole answer gets the rest of it") {
  answer(250'000);
  send(wire::encode_end({250'000, asked}));
  vanish();
  CHECK(hear_all(world, client).size() == 250'000);
  CHECK(client.ended);
  CHECK_FALSE(client.broken);
  CHECK(gone());
}

TEST_CASE_FIXTURE(answered, "a client whose answer is cut sees a reset and no end") {
  answer(250'000);
  vanish();
  hear_all(world, client);
  CHECK(client.broken);
  CHECK(gone());
}
