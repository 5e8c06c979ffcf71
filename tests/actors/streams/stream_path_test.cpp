// Every row of the table in stream_path.hpp, in every state, for both ends.
#include "actors/streams/stream_path.hpp"

#include <doctest/doctest.h>

using ockam::actors::path_order;
using ockam::actors::path_phase;
using ockam::actors::stream_path;

namespace {

stream_path opening() { return stream_path::of_inlet(); }
stream_path attached() {
  auto p = opening();
  p.open();
  return p;
}
stream_path moving() {
  auto p = attached();
  REQUIRE(p.leave() == path_order::resume);
  return p;
}
stream_path detached() {
  auto p = attached();
  REQUIRE(p.lost() == path_order::lose);
  return p;
}
stream_path asking() {
  auto p = detached();
  REQUIRE(p.offered() == path_order::resume);
  return p;
}
stream_path looking() {
  auto p = asking();
  REQUIRE(p.silent() == path_order::try_again);
  return p;
}
stream_path target_dialing() { return stream_path::of_outlet(); }
stream_path target_attached() {
  auto p = target_dialing();
  p.open();
  return p;
}
stream_path target_detached() {
  auto p = target_attached();
  REQUIRE(p.lost() == path_order::lose);
  return p;
}

/// What an event did: its order, the state behind it, and how much the attempt has grown.
struct outcome {
  path_order order;
  path_phase phase;
  std::uint32_t attempts = 0;
  bool operator==(const outcome&) const = default;
};

template <class Event>
outcome after(stream_path p, Event&& event) {
  const auto before = p.attempt();
  const auto order = event(p);
  return {order, p.phase(), p.attempt() - before};
}

const auto lost = [](stream_path& p) { return p.lost(); };
const auto offered = [](stream_path& p) { return p.offered(); };
const auto leave = [](stream_path& p) { return p.leave(); };
const auto silent = [](stream_path& p) { return p.silent(); };
const auto no_way = [](stream_path& p) { return p.no_way(), path_order::nothing; };
const auto resumed = [](stream_path& p) { return p.take_resumed(p.attempt()); };
const auto resumed_by_an_older_one = [](stream_path& p) { return p.take_resumed(p.attempt() - 1); };
const auto gone = [](stream_path& p) { return p.take_gone(p.attempt(), false); };
const auto gone_here = [](stream_path& p) { return p.take_gone(p.attempt(), true); };
const auto gone_of_an_older_one = [](stream_path& p) {
  return p.take_gone(p.attempt() - 1, false);
};
auto resume(std::uint32_t attempt) {
  return [attempt](stream_path& p) { return p.take_resume(attempt); };
}

} // namespace

TEST_CASE("a stream that opens has no path yet, and the Pong attaches it") {
  CHECK(opening().phase() == path_phase::opening);
  CHECK(attached().phase() == path_phase::attached);
  CHECK(attached().attached());
  CHECK(attached().attempt() == 0);
}

TEST_CASE("only detached and resuming are without a way") {
  CHECK_FALSE(opening().without_way());
  CHECK_FALSE(attached().without_way());
  CHECK_FALSE(moving().without_way());
  CHECK(detached().without_way());
  CHECK(asking().without_way());
  CHECK(looking().without_way());
}

TEST_CASE("a lost path detaches, a lost way of two asks again, and is nothing elsewhere") {
  CHECK(after(opening(), lost) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), lost) == outcome{path_order::lose, path_phase::detached});
  CHECK(after(moving(), lost) == outcome{path_order::try_again, path_phase::resuming});
  CHECK(after(detached(), lost) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(asking(), lost) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(looking(), lost) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(target_dialing(), lost) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(target_attached(), lost) == outcome{path_order::lose, path_phase::detached});
  CHECK(after(target_detached(), lost) == outcome{path_order::nothing, path_phase::detached});
}

TEST_CASE("a route that carries is asked by what waits for one only") {
  CHECK(after(opening(), offered) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), offered) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(moving(), offered) == outcome{path_order::nothing, path_phase::moving});
  CHECK(after(detached(), offered) == outcome{path_order::resume, path_phase::resuming, 1});
  CHECK(after(asking(), offered) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(looking(), offered) == outcome{path_order::resume, path_phase::resuming, 1});
  CHECK(after(target_detached(), offered) == outcome{path_order::nothing, path_phase::detached});
}

TEST_CASE("a way that is to be left stays good until the other one answers") {
  CHECK(after(opening(), leave) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), leave) == outcome{path_order::resume, path_phase::moving, 1});
  CHECK(after(moving(), leave) == outcome{path_order::nothing, path_phase::moving});
  CHECK(after(detached(), leave) == outcome{path_order::resume, path_phase::resuming, 1});
  CHECK(after(asking(), leave) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(looking(), leave) == outcome{path_order::resume, path_phase::resuming, 1});
  CHECK(after(target_attached(), leave) == outcome{path_order::nothing, path_phase::attached});
  CHECK_FALSE(moving().attached());
}

TEST_CASE("what waits for an answer looks for another way when none comes") {
  CHECK(after(opening(), silent) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), silent) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(moving(), silent) == outcome{path_order::try_again, path_phase::resuming});
  CHECK(after(detached(), silent) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(asking(), silent) == outcome{path_order::try_again, path_phase::resuming});
  CHECK(after(looking(), silent) == outcome{path_order::nothing, path_phase::resuming});
}

TEST_CASE("what finds no way to try again by is detached") {
  CHECK(after(attached(), no_way) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(moving(), no_way) == outcome{path_order::nothing, path_phase::moving});
  CHECK(after(detached(), no_way) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(asking(), no_way) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(looking(), no_way) == outcome{path_order::nothing, path_phase::detached});
}

TEST_CASE("an outlet takes a Resume that is newer than all before it") {
  CHECK(after(target_dialing(), resume(1)) == outcome{path_order::answer, path_phase::opening, 1});
  CHECK(after(target_attached(), resume(1))
        == outcome{path_order::attach, path_phase::attached, 1});
  CHECK(after(target_detached(), resume(3))
        == outcome{path_order::attach, path_phase::attached, 3});
}

TEST_CASE("an outlet drops a Resume that is not newer") {
  auto p = target_attached();
  REQUIRE(p.take_resume(2) == path_order::attach);
  for (std::uint32_t old = 0; old < 3; ++old)
    CHECK(after(p, resume(old)) == outcome{path_order::nothing, path_phase::attached});
  REQUIRE(p.lost() == path_order::lose);
  CHECK(after(p, resume(2)) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(p, resume(3)) == outcome{path_order::attach, path_phase::attached, 1});
}

TEST_CASE("of two Resumes the higher attempt wins, whichever comes first") {
  auto in_order = target_detached(), turned_round = target_detached();
  CHECK(in_order.take_resume(1) == path_order::attach);
  CHECK(in_order.take_resume(2) == path_order::attach);
  CHECK(turned_round.take_resume(2) == path_order::attach);
  CHECK(turned_round.take_resume(1) == path_order::nothing);
  CHECK(in_order.attempt() == turned_round.attempt());
}

TEST_CASE("of the Resumes that come while an outlet dials the newest one is answered") {
  auto p = target_dialing();
  CHECK(p.take_resume(2) == path_order::answer);
  CHECK(p.take_resume(1) == path_order::nothing);
  CHECK(p.take_resume(3) == path_order::answer);
  p.open();
  CHECK(p.attached());
  CHECK(p.attempt() == 3);
}

TEST_CASE("an inlet takes no Resume") {
  CHECK(after(attached(), resume(9)) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(detached(), resume(9)) == outcome{path_order::nothing, path_phase::detached});
}

TEST_CASE("the answer to the last Resume attaches, and nothing else does") {
  CHECK(after(opening(), resumed) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), resumed) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(moving(), resumed) == outcome{path_order::attach, path_phase::attached});
  CHECK(after(detached(), resumed) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(asking(), resumed) == outcome{path_order::attach, path_phase::attached});
  CHECK(after(looking(), resumed) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(target_attached(), resumed) == outcome{path_order::nothing, path_phase::attached});
}

TEST_CASE("the answer to an older Resume is dropped") {
  auto again = looking();
  REQUIRE(again.offered() == path_order::resume);
  CHECK(after(again, resumed_by_an_older_one)
        == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(moving(), resumed_by_an_older_one)
        == outcome{path_order::nothing, path_phase::moving});
}

TEST_CASE(
    "an outlet that does not know the stream ends it unless another one may, or it only moved") {
  CHECK(after(opening(), gone) == outcome{path_order::nothing, path_phase::opening});
  CHECK(after(attached(), gone) == outcome{path_order::nothing, path_phase::attached});
  CHECK(after(moving(), gone) == outcome{path_order::stay, path_phase::attached});
  CHECK(after(moving(), gone_here) == outcome{path_order::stay, path_phase::attached});
  CHECK(after(detached(), gone) == outcome{path_order::nothing, path_phase::detached});
  CHECK(after(asking(), gone).order == path_order::end);
  CHECK(after(asking(), gone_here) == outcome{path_order::try_again, path_phase::resuming});
  CHECK(after(looking(), gone) == outcome{path_order::nothing, path_phase::resuming});
  CHECK(after(asking(), gone_of_an_older_one)
        == outcome{path_order::nothing, path_phase::resuming});
}

TEST_CASE("attempts go on rising over attachments") {
  auto p = attached();
  for (std::uint32_t n = 1; n < 5; ++n) {
    REQUIRE(p.lost() == path_order::lose);
    REQUIRE(p.offered() == path_order::resume);
    CHECK(p.attempt() == n);
    REQUIRE(p.take_resumed(n) == path_order::attach);
  }
}
