// Sessions that dial the same host share one link.
//   a ---- n:7000
#include "fixtures/played_peer.hpp"
#include "transports/links/shared_links.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

using outcome = result<std::shared_ptr<held_link>>;

struct sharing : simulation {
  virtual_node a{*this, "a"}, n{*this, "n"};
  listening at = n.listen(7000);

  std::shared_ptr<std::optional<outcome>> ask(const endpoint& to = {"n", 7000}) {
    auto got = std::make_shared<std::optional<outcome>>();
    a.links.shared().open(a.parts, to, 5s, [got](outcome made) { *got = std::move(made); });
    CHECK_FALSE(*got); // never from inside
    return got;
  }
  std::shared_ptr<held_link> get() {
    const auto got = ask();
    advance_until([&] { return got->has_value(); }, 10s);
    REQUIRE(*got);
    REQUIRE(**got);
    return std::move(***got);
  }
};

} // namespace

TEST_CASE_FIXTURE(sharing, "who asks while it is dialed, and after, gets the same link") {
  const auto first = ask(), second = ask();
  settle();
  const auto third = ask();
  settle();
  REQUIRE(*first);
  CHECK(***first == ***second);
  CHECK(***first == ***third);
  CHECK(a.links.size() == 1);
  CHECK(n.links.size() == 1);
}

TEST_CASE_FIXTURE(sharing, "a link goes with the last who holds it") {
  auto one = get(), other = get();
  one.reset();
  settle();
  CHECK(a.links.size() == 1);
  other.reset();
  settle();
  CHECK(a.links.size() == 0);
  CHECK(n.links.size() == 0);
  CHECK(get());
  CHECK(a.links.size() == 1);
}

TEST_CASE_FIXTURE(sharing, "a link that has ended is replaced for all who come") {
  const auto old = get();
  net.cut("a", "n");
  settle();
  CHECK(a.links.size() == 0);
  const auto one = get(), other = get();
  CHECK(one == other);
  CHECK(one != old);
  CHECK(a.links.size() == 1);
}

TEST_CASE_FIXTURE(sharing, "a dial that fails does so for all who wait, and is tried again") {
  const auto first = ask({"nobody", 1}), second = ask({"nobody", 1});
  settle();
  REQUIRE(*first);
  CHECK_FALSE(**first);
  CHECK((**second).error().message == (**first).error().message);
  const auto third = ask({"nobody", 1});
  settle();
  CHECK(*third);
}

TEST_CASE_FIXTURE(sharing, "a link that is doubted for no reason stays") {
  n.start<echo>("echo", std::ref(n.workers));
  const auto link = get();
  link->suspect();
  link->suspect();
  CHECK(get() == link); // once the echo has come
  CHECK(a.links.size() == 1);
}

TEST_CASE_FIXTURE(sharing, "a link that is doubted and says nothing is replaced, and not ended") {
  const auto link = get(); // there is no echo at its end
  link->suspect();
  const auto waits = ask();
  settle();
  CHECK_FALSE(*waits);
  advance(config::link_doubt_timeout);
  settle();
  REQUIRE(*waits);
  REQUIRE(**waits);
  CHECK(***waits != link);
  CHECK(get() == ***waits);
  CHECK(a.links.find(link->info.address)); // whoever still has it finds out by itself
}

TEST_CASE_FIXTURE(sharing, "the end of a node ends what is shared and what is dialed") {
  const auto kept = get();
  kept->suspect();
  ask();
}
