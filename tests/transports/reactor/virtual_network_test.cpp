// What tests rely on when they let things go wrong between virtual hosts.
#include "fixtures/virtual_network.hpp"
#include "fixtures/virtual_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

//   a ---- b:7000
struct linked : simulation {
  virtual_node a{*this, "a"}, b{*this, "b"};
  probe& sink = b.start<probe>("sink");
  listening at_b = b.listen(7000);
  std::string way = a.open({"b", 7000})->address;

  void say(std::string_view text) { a.send({local(way), local("sink")}, text); }
};

} // namespace

TEST_CASE_FIXTURE(linked, "bytes take their time, in virtual seconds") {
  net.delay("a", "b", 40ms);
  say("one");
  advance(39ms);
  CHECK(sink.all.empty());
  say("two");
  advance(1ms);
  CHECK(sink.all.size() == 1);
  advance(39ms);
  CHECK(sink.all.size() == 2);
  auto before = clock.now();
  CHECK(a.open({"b", 7000}));
  CHECK(clock.now() - before == 80ms); // there and back
}

TEST_CASE_FIXTURE(linked, "a dead host is silent, and its connections live on when it is back") {
  net.black_hole("b");
  say("one");
  advance(100s);
  CHECK(sink.all.empty());
  CHECK(a.links.size() == 1);
  net.black_hole("b", false);
  settle();
  CHECK(sink.all.size() == 1);
}

TEST_CASE_FIXTURE(linked, "a cut ends a path's connections at both ends and no others") {
  virtual_node c{*this, "c"};
  CHECK(c.open({"b", 7000}));
  CHECK(net.connections() == 2);
  CHECK(net.cut("b", "a") == 1);
  settle();
  CHECK(a.links.size() == 0);
  CHECK(b.links.size() == 1);
  CHECK(a.open({"b", 7000})); // and new ones are made
}

TEST_CASE_FIXTURE(linked, "hosts have their own ports, and ports are chosen on demand") {
  CHECK(a.listen(7000).bound.port == 7000);
  CHECK(listen(b.parts, {"127.0.0.1", 7000}).error().code == errc::in_use);
  auto chosen = b.listen(0).bound.port;
  CHECK(chosen != 0);
  CHECK(a.open({"b", chosen}));
  CHECK(b.open({"localhost", chosen}));
  CHECK_FALSE(a.open({"localhost", chosen}));
  auto unknown = a.open({"nowhere", 1});
  CHECK(unknown.error().message == "cannot connect to nowhere:1: no such host");
}

TEST_CASE_FIXTURE(linked, "a full connection holds its sender back") {
  net.delay("a", "b", 1s); // nothing arrives for now
  for (int i = 0; i < 20; ++i) say(std::string(48 * 1024, 'x'));
  settle();
  CHECK(a.links.load().queued > 0);
  CHECK(advance_until([&] { return sink.all.size() == 20; }, 3600s));
  CHECK(net.carried("a", "b") > 20 * 48 * 1024);
  CHECK(a.links.load().queued == 0);
}
