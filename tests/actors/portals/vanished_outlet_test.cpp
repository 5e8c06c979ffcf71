// An inlet's ends of streams whose outlet does not know them any more.
#include "actors/portals/inlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

/// A client asks and has ended; the outlet, played by the test, has said so many bytes of its
/// answer, and has not said that it has got all of the question.
template <class World>
struct answered : inlet_world<World> {
  using base = inlet_world<World>;
  using base::ask, base::client, base::node, base::outlet, base::send, base::stream, base::world;
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
  /// Says as much as it may, until the inlet lets it say no more; returns how much that was.
  std::uint32_t answer() {
    std::uint32_t said = 0, limit = config::stream_credit_start;
    for (constexpr std::uint32_t chunk = config::portal_chunk; said + chunk <= limit;
         said += chunk) {
      auto m = encode_payload(std::string(chunk, 'a'));
      const auto tail = wire::encode_positions({said, asked});
      m.insert(m.end(), tail.begin(), tail.end());
      send(m);
      while (!outlet.got.empty())
        if (const auto back = outlet.next(); back.kind == portal_kind::position)
          limit = back.place.limit;
    }
    return said;
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

TEST_CASE_FIXTURE(answered<virtual_world>,
                  "a client that has not read all of a whole answer gets the rest of it") {
  const auto said = answer();
  send(wire::encode_end({said, asked}));
  vanish();
  CHECK_FALSE(gone());
  CHECK(hear_all(world, client).size() == said);
  CHECK(client.ended);
  CHECK_FALSE(client.broken);
  CHECK(gone());
}

TEST_CASE_FIXTURE(answered<real_world>, "a client whose answer is cut sees a reset and no end") {
  answer();
  vanish();
  hear_all(world, client);
  CHECK(client.broken);
  CHECK(gone());
}
