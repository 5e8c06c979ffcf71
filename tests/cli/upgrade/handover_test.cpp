// What two processes of a node tell each other when one takes over from the other, without any.
#include "cli/upgrade/handover.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using order = handover_state::order;

TEST_CASE("What one process says is what the other one reads") {
  const handover_message sockets{.word = handover_word::sockets,
                                 .bound = {{"127.0.0.1", 4000}, {"::1", 4000}, {"0.0.0.0", 1}}};
  const handover_message offer{.word = handover_word::offer,
                               .has_output = true,
                               .notify = "@systemd",
                               .alive_period = std::chrono::milliseconds{15'000}};
  const handover_message serves{.word = handover_word::serves, .pid = 4711};
  const handover_message failed{.word = handover_word::failed, .why = "no \"disk\"\n"};
  for (const auto& each : {sockets, offer, serves, failed, handover_message{handover_word::go}}) {
    const auto read = decode_handover(encode(each));
    REQUIRE(read);
    CHECK(*read == each);
  }
}

TEST_CASE("What is no message of a hand-over is an error") {
  for (const auto* const broken :
       {"", "{", "[]", "1", "{}", R"({"word":"jump"})", R"({"word":7})",
        R"({"word":"sockets","bound":"127.0.0.1:1"})", R"({"word":"sockets","bound":[1]})",
        R"({"word":"sockets","bound":["127.0.0.1:99999"]})"})
    CHECK_MESSAGE(!decode_handover(broken), broken);
  const auto odd = decode_handover(R"({"word":"serves","pid":-1,"alive_ms":"x","has_output":1})");
  REQUIRE(odd);
  CHECK(*odd == handover_message{handover_word::serves});
}

TEST_CASE("A request names a socket, and is of this protocol") {
  const auto asked = decode_handover_request(encode_handover_request("/home/x/next-1"));
  REQUIRE(asked);
  CHECK(*asked == "/home/x/next-1");
  const auto newer = decode_handover_request(R"({"protocol":2,"socket":"/x"})");
  REQUIRE_FALSE(newer);
  CHECK(newer.error().code == errc::unavailable);
  for (const auto* const broken : {"", "[]", "{\"protocol\":1}", R"({"protocol":1,"socket":3})"})
    CHECK(!decode_handover_request(broken));
}

TEST_CASE("A node goes over when the next process is ready, and then serves") {
  handover_state old;
  CHECK(old.take(handover_word::ready) == order::let_go);
  CHECK_FALSE(old.over());
  CHECK(old.take(handover_word::serves) == order::leave);
  CHECK(old.over());
  CHECK(old.take({}) == order::nothing);
}

TEST_CASE("The old process goes on whatever the next one does instead") {
  using said = std::optional<handover_word>;
  for (const auto other : {said{}, said{handover_word::serves}, said{handover_word::failed},
                           said{handover_word::go}}) {
    handover_state old;
    CHECK(old.take(other) == order::give_up);
    CHECK(old.over());
    CHECK(old.take(handover_word::ready) == order::nothing);
  }
  for (const auto other : {said{}, said{handover_word::ready}, said{handover_word::failed}}) {
    handover_state old;
    CHECK(old.take(handover_word::ready) == order::let_go);
    CHECK(old.take(other) == order::take_back);
    CHECK(old.over());
    CHECK(old.take(handover_word::serves) == order::nothing);
  }
}
