#include "config/defaults.hpp"
#include "transports/work/send_gate.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace ockam;
using namespace ockam::transports;

namespace {

void nothing() {}

constexpr auto chunk = config::portal_chunk;

/// Passes as many chunks as it has, and writes its name for each.
struct source final : send_gate::waiter {
  source(send_gate& g, std::string& log, char letter, int count)
      : way(g), passed(log), name(letter), chunks(count) {}
  void go() {
    while (chunks > 0 && way.try_acquire(*this)) --chunks, passed += name;
  }
  void on_ready(bool end) override {
    gone = gone || end;
    if (!end) go();
  }
  send_gate& way;
  std::string& passed;
  char name;
  int chunks;
  bool gone = false;
};

} // namespace

TEST_CASE("sources take turns at a gate, one chunk each") {
  send_gate way{nothing};
  std::string passed;
  source a{way, passed, 'a', 3}, b{way, passed, 'b', 3}, c{way, passed, 'c', 1};
  way.set_room(0);
  for (auto s : {&a, &b, &c}) s->go();
  CHECK(passed.empty());
  CHECK(way.crowded());
  way.set_room(4 * chunk);
  CHECK(passed == "abca");
  way.set_room(1); // any room is room for a chunk
  CHECK(passed == "abcab");
  way.set_room(100 * chunk);
  CHECK(passed == "abcabab");
  CHECK_FALSE(way.crowded());
}

TEST_CASE("a source that comes while others wait goes behind them, whatever the room") {
  send_gate way{nothing};
  std::string passed;
  source a{way, passed, 'a', 2}, b{way, passed, 'b', 1};
  way.set_room(chunk);
  a.go();
  CHECK(passed == "a");
  CHECK(a.waiting());
  b.go();
  way.set_room(2 * chunk);
  CHECK(passed == "aab");
}

TEST_CASE("room below is used up chunk by chunk even before anything arrived there") {
  send_gate way{nothing};
  std::string passed;
  source a{way, passed, 'a', 100};
  way.set_room(3 * chunk);
  a.go();
  CHECK(passed == "aaa");
}

TEST_CASE("a source that got a turn and has nothing to pass does not stop the others") {
  send_gate way{nothing};
  std::string passed;
  source a{way, passed, 'a', 1}, b{way, passed, 'b', 1};
  way.set_room(0);
  a.go(), b.go();
  a.chunks = 0;
  way.set_room(chunk);
  CHECK(passed.empty());
  CHECK(way.crowded()); // so set_room() comes again
  way.set_room(chunk);
  CHECK(passed == "b");
}

TEST_CASE("whoever leaves loses place and turn") {
  send_gate way{nothing};
  std::string passed;
  source a{way, passed, 'a', 1}, b{way, passed, 'b', 1}, c{way, passed, 'c', 1};
  way.set_room(0);
  for (auto s : {&a, &b, &c}) s->go();
  b.leave();
  CHECK_FALSE(b.waiting());
  way.set_room(10 * chunk);
  CHECK(passed == "ac");
}

TEST_CASE("the end of a gate reaches all that wait") {
  std::string passed;
  auto way = std::make_unique<send_gate>(nothing);
  source a{*way, passed, 'a', 1}, b{*way, passed, 'b', 1};
  way->set_room(0);
  a.go(), b.go();
  way.reset();
  CHECK(a.gone);
  CHECK(b.gone);
  CHECK_FALSE(a.waiting());
  CHECK(passed.empty());
}

TEST_CASE("a gate asks for news of its room when somebody begins to wait") {
  int asked = 0;
  send_gate way{[&] { ++asked; }};
  std::string passed;
  source a{way, passed, 'a', 0}, b{way, passed, 'b', 1}, c{way, passed, 'c', 1};
  way.set_room(chunk);
  CHECK(way.try_acquire(a)); // and passes nothing
  b.go(), c.go();
  CHECK(asked == 1);
  way.set_room(10 * chunk);
  CHECK(passed == "bc");
}
