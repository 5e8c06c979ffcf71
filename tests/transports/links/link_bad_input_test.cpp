// What a peer may send: at most its link ends, the node serves on, and memory stays flat.
#include "fixtures/played_peer.hpp"
#include "transports/links/link.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

constexpr auto to_sink = "818200"
                         "4473696e6b"; // [[0, 'sink']]

/// A link that met bad input and a second one that proves that the node serves on.
struct bad_input : played_link {
  played_peer other{node, "10.0.0.8"};
  bad_input() { other.send("\x01"); }

  void frame_hex(std::string body) {
    wire::bytes data;
    REQUIRE(wire::from_hex(body, data));
    wire::bytes head{0, 0, static_cast<std::uint8_t>(data.size() >> 8),
                     static_cast<std::uint8_t>(data.size())};
    peer.send(head);
    peer.send(data);
  }
  void check_serves_on() {
    auto before = sink.all.size();
    other.send_frame({local("sink")}, {}, "still here");
    CHECK(sink.all.size() == before + 1);
  }
  ~bad_input() { check_serves_on(); }
};

} // namespace

TEST_CASE_FIXTURE(bad_input, "a wrong version byte ends the link") {
  for (auto version : {"\x02", "\x80", "G"}) {
    played_peer wrong{node, "10.0.0.7"};
    wrong.send(version);
    CHECK(wrong.ended());
  }
  played_peer zero{node, "10.0.0.7"};
  zero.send(wire::bytes{0});
  CHECK(zero.ended());
}

TEST_CASE_FIXTURE(bad_input, "no version byte in ten seconds ends the link") {
  played_peer mute{node, "10.0.0.7"};
  advance(9999ms);
  CHECK_FALSE(mute.ended());
  advance(1ms);
  CHECK(mute.ended());
}

TEST_CASE_FIXTURE(bad_input, "an end before the version byte ends the link") {
  played_peer short_lived{node, "10.0.0.7"};
  short_lived.finish();
  CHECK(short_lived.ended());
}

TEST_CASE_FIXTURE(bad_input, "a length over the limit ends the link before anything is allocated") {
  SUBCASE("one more than allowed") { peer.send_hex("00100001"); }
  SUBCASE("one more than the wire allows") { peer.send_hex("01000001"); }
  SUBCASE("all ones") { peer.send_hex("ffffffff"); }
  CHECK(peer.ended());
  CHECK(node.links.load().partial == 0);
}

TEST_CASE_FIXTURE(bad_input, "garbage in a frame ends the link") {
  SUBCASE("empty") { frame_hex(""); }
  SUBCASE("no CBOR") { frame_hex("ffffffffffffffff"); }
  SUBCASE("text for an array") { frame_hex("6568656c6c6f"); }
  SUBCASE("an array that is too short") { frame_hex("82" + std::string{to_sink} + "80"); }
  SUBCASE("text for the payload") {
    frame_hex("83" + std::string{to_sink}
              + "80"
                "6178");
  }
  SUBCASE("a number for a route") {
    frame_hex("830180"
              "4178");
  }
  SUBCASE("text for an address") {
    frame_hex("83"
              "8182006178"
              "80"
              "4178");
  }
  SUBCASE("a transport type over 255") {
    frame_hex("83"
              "81821901004178"
              "80"
              "4178");
  }
  SUBCASE("a payload that claims 4 GiB") {
    frame_hex("83" + std::string{to_sink}
              + "80"
                "5affffffff");
  }
  SUBCASE("a route that claims 2^64 - 1 hops") {
    frame_hex("83"
              "9bffffffffffffffff");
  }
  SUBCASE("arrays in arrays") { frame_hex(std::string(2000, '8')); }
  CHECK(peer.ended());
  CHECK(sink.all.empty());
}

TEST_CASE_FIXTURE(bad_input, "an empty onward route is a heartbeat") {
  peer.send_frame({}, {local("x")}, "tick");
  CHECK_FALSE(peer.ended());
  CHECK(node.workers.dropped == 0);
  CHECK(link().counters.frames_in == 1);
}

TEST_CASE_FIXTURE(bad_input, "a route or an address that is too long loses its message only") {
  wire::route long_route;
  for (int i = 0; i < 1000; ++i) long_route.push_back(local("hop"));
  SUBCASE("onward") { peer.send_frame(long_route, {}, "x"); }
  SUBCASE("return") { peer.send_frame({local("sink")}, long_route, "x"); }
  SUBCASE("address") { peer.send_frame({local(std::string(65536, 'a'))}, {}, "x"); }
  CHECK_FALSE(peer.ended());
  CHECK(sink.all.empty());
  CHECK(link().counters.dropped == 1);
  peer.send_frame({local("sink")}, {}, "x");
  CHECK(sink.all.size() == 1);
}

TEST_CASE_FIXTURE(bad_input, "an unknown next hop loses its message only") {
  peer.send_frame({local("nobody"), local("sink")}, {}, "x");
  peer.send_frame({{wire::tcp_type, "127.0.0.1:1"}, local("sink")}, {}, "x");
  CHECK_FALSE(peer.ended());
  CHECK(node.workers.dropped == 2);
}

TEST_CASE_FIXTURE(bad_input,
                  "half a frame and silence costs what arrived, and is forgotten at the end") {
  peer.send_hex("00100000"); // 1 MiB to come
  peer.send(std::string(1000, 'x'));
  CHECK(node.links.load().partial == 1004);
  advance(config::frame_timeout - 1s);
  CHECK_FALSE(peer.ended());
  peer.finish();
  CHECK(peer.ended());
  CHECK(node.links.load().partial == 0);
}

TEST_CASE_FIXTURE(bad_input,
                  "a frame that is not finished in time ends its link, however it drips") {
  peer.send_hex("00100000");
  for (auto gone = 1s; gone < config::frame_timeout; ++gone) {
    advance(1s);
    peer.send("x");
  }
  CHECK_FALSE(peer.ended());
  advance(2s);
  CHECK(peer.ended());
  CHECK(node.links.refusals().cut == 1);
}

TEST_CASE_FIXTURE(bad_input,
                  "a peer that finishes its frames may have begun the next one at any time") {
  const auto frame = wire::encode_frame({local("sink")}, {}, wire::view_of("x"));
  peer.send(wire::bytes_view{frame}.first(5));
  for (int times = 0; times < 7; ++times) {
    advance(config::frame_timeout / 2);
    peer.send(wire::bytes_view{frame}.subspan(5));
    peer.send(wire::bytes_view{frame}.first(5));
  }
  CHECK_FALSE(peer.ended());
  CHECK(sink.all.size() == 7);
}

TEST_CASE_FIXTURE(bad_input,
                  "bytes behind the array and unknown elements are no reason to reject") {
  frame_hex("85" + std::string{to_sink}
            + "80"
              "4178"
              "627b7d"
              "01"
              "0203");
  CHECK_FALSE(peer.ended());
  REQUIRE(sink.all.size() == 1);
  CHECK(sink.all[0].payload == "x");
}

TEST_CASE_FIXTURE(bad_input, "a connection broken in mid-frame ends the link") {
  peer.send_hex("0000003c8481");
  peer.finish();
  CHECK(peer.ended());
  CHECK(node.links.size() == 1);
}

TEST_CASE_FIXTURE(bad_input, "any damage to a stream ends one link at most") {
  node.start<echo>("echo", node.workers);
  wire::bytes stream{1};
  for (auto to : {"echo", "sink", "nobody"}) {
    auto frame = wire::encode_frame({local(to), local("y")}, {local("x"), local("y")},
                                    wire::view_of("payload"), "{}");
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  for (std::size_t bit = 0; bit < stream.size() * 8; ++bit) {
    auto damaged = stream;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    played_peer one{node, "10.0.0.6"};
    one.send(damaged);
  }
  std::mt19937 dice{11};
  for (int i = 0; i < 500; ++i) {
    auto damaged = stream;
    for (int k = 0; k < 4; ++k)
      damaged[dice() % damaged.size()] = static_cast<std::uint8_t>(dice());
    played_peer one{node, "10.0.0.6"};
    one.send(damaged);
  }
  settle();
  CHECK(node.links.size() == 2);
  CHECK(node.links.load().partial == 0);
  CHECK(node.workers.size() == 4);
}
