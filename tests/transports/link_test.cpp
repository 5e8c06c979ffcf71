// Links between virtual nodes, and one link against a peer that the test plays byte by byte.
#include "fixtures/virtual_node.hpp"
#include "transports/link.hpp"
#include "wire/frame.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

//   a ---- b:7000
struct two_nodes : simulation {
  virtual_node a{*this, "a"}, b{*this, "b"};
  listening at_b = b.listen(7000);
};

} // namespace

TEST_CASE_FIXTURE(two_nodes, "a message crosses a link and its answer finds the way back") {
  b.start<echo>("echo", b.workers);
  auto& client = a.start<probe>("client");
  auto made = a.open({"b", 7000});
  REQUIRE(made);
  CHECK(made->mode == link_mode::dialed);
  CHECK(made->known);
  CHECK(made->peer == endpoint{"b", 7000});
  a.send({local(made->address), local("echo")}, "hello", {local("client")});
  settle();
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0].payload == "hello");
  CHECK(client.all[0].onward == "0#client");
  CHECK(client.all[0].return_route == "0#" + made->address + " => 0#echo");
}
