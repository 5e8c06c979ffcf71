// A relay that runs asks for no memory: not for a frame, not for a batch of them. Real sockets, a
// node on a thread of its own; the test plays both peers.
//   sender <==> node: forward_to_n1 <==> owner
#include "actors/loopback_node.hpp"
#include "allocations/allocation_count.hpp"
#include "transports/io/socket_address.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <sys/socket.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

/// A node at the other end of a link, on a blocking socket.
class peer {
public:
  explicit peer(const transports::endpoint& node) {
    const auto at = *transports::socket_address::numeric(node);
    socket_.reset(::socket(at.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(::connect(socket_.get(), at.get(), at.size) == 0);
    send(wire::bytes{wire::protocol_version});
    std::array<std::uint8_t, 1> version{};
    read(version);
    CHECK(version[0] == wire::protocol_version);
  }
  void send(wire::bytes_view what) {
    REQUIRE(::send(socket_.get(), what.data(), what.size(), 0)
            == static_cast<ssize_t>(what.size()));
  }
  /// The next frame; its payload lives until the one after it.
  wire::frame take() {
    std::array<std::uint8_t, wire::frame_length_size> head{};
    read(head);
    body_.resize(std::size_t{head[0]} << 24 | head[1] << 16 | head[2] << 8 | head[3]);
    read(body_);
    return *wire::decode_frame(body_, config::route_hops_max, config::address_size_max);
  }

private:
  void read(std::span<std::uint8_t> to) {
    REQUIRE(::recv(socket_.get(), to.data(), to.size(), MSG_WAITALL)
            == static_cast<ssize_t>(to.size()));
  }
  transports::descriptor socket_;
  wire::bytes body_;
};

struct relayed {
  relayed() {
    owner.send(wire::encode_frame({local("static_forwarding_service")}, {local("confirmed")},
                                  wire::encode_text("n1")));
    REQUIRE(owner.take().onward.front() == local("confirmed"));
    sender.send(forth("hello", 1));
    back_ = owner.take().return_route;
  }

  /// Sends `frames` each way, so many at once, and checks that they arrive.
  void exchange(std::size_t frames, std::size_t at_once, std::string_view payload) {
    const auto there = forth(payload, at_once), here = batch(back_, payload, at_once);
    for (std::size_t sent = 0; sent < frames; sent += at_once) {
      sender.send(there);
      for (std::size_t i = 0; i < at_once; ++i)
        REQUIRE(wire::text_of(owner.take().payload) == payload);
      owner.send(here);
      for (std::size_t i = 0; i < at_once; ++i)
        REQUIRE(wire::text_of(sender.take().payload) == payload);
    }
  }

  exempt_thread self;
  loopback_node node;
  peer owner{node.at}, sender{node.at};

private:
  static wire::bytes batch(const wire::route& to, std::string_view payload, std::size_t count) {
    wire::bytes all;
    const auto one = wire::encode_frame(to, {local("back")}, wire::view_of(payload));
    for (std::size_t i = 0; i < count; ++i) all.insert(all.end(), one.begin(), one.end());
    return all;
  }
  static wire::bytes forth(std::string_view payload, std::size_t count) {
    return batch({local("forward_to_n1"), local("echo")}, payload, count);
  }
  wire::route back_;
};

} // namespace

TEST_CASE_FIXTURE(relayed, "a relay allocates nothing per frame") {
  // Memory for what waits is asked for once: the more, the longer a loaded machine lets a peer wait.
  constexpr std::size_t frames = 5'000, allowed = frames / 20;
  const std::string small(64, 's'), large(config::portal_chunk, 'l');
  const auto counted = [this](std::size_t at_once, std::string_view payload) {
    exchange(frames / 10, at_once, payload); // until it has what it needs
    const auto before = allocations();
    REQUIRE(before > 0); // they are counted
    exchange(frames, at_once, payload);
    return allocations() - before;
  };
  CHECK(counted(1, small) <= allowed);
  CHECK(counted(50, small) <= allowed);
  CHECK(counted(1'000, small) <= allowed);
  CHECK(counted(1, large) <= allowed);
  CHECK(counted(5, large) <= allowed);
  CHECK(counted(20, large) <= allowed);
}
