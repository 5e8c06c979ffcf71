// A whole node on a virtual clock and network, and a peer of its that says what the fuzzer makes up.
// The fixtures of the tests do it, without the test framework: what they require is evaluated.
#pragma once
#include "actors/control/control.hpp"
#include "actors/node.hpp"
#include "fixtures/virtual_node.hpp"
#include "person.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/portal.hpp"

#include <caf/event_based_actor.hpp>

#include <map>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace ockam::fuzz {

struct wall : transports::wall_clock {
  std::uint64_t now() const override { return fuzz::now; }
};

/// Made once for each: that takes signatures.
inline std::shared_ptr<const channels::own_identity> self_of(std::uint8_t byte) {
  static std::map<std::uint8_t, std::shared_ptr<const channels::own_identity>> known;
  auto& out = known[byte];
  if (!out) out = std::make_shared<const channels::own_identity>(person(byte).self);
  return out;
}

inline actors::node_options options_of(std::string name, std::uint8_t who) {
  static const wall clock;
  return {std::move(name), self_of(who), {}, &clock};
}

/// A node, asked through its control.
struct node {
  node(tests::simulation& w, const std::string& host, actors::node_options options)
      : world(w),
        home(w.make_reactor()),
        inner(home, w.net.host(host), w.random, std::move(options)) {
    inner.start();
    world.settle();
  }
  ~node() { world.end(*home); }
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  /// The reply is there once the world has gone on far enough; status 0 until then.
  std::shared_ptr<transports::control_reply> ask(std::string method, std::string path,
                                                 std::string body) {
    const auto out = std::make_shared<transports::control_reply>(transports::control_reply{0, {}});
    transports::control_request what{std::move(method), std::move(path), std::move(body)};
    world.system.spawn([out, to = inner.control(), what](caf::event_based_actor* self) {
      self->request(to, caf::infinite, what).then([out](const transports::control_reply& r) {
        *out = r;
      });
    });
    world.settle();
    return out;
  }

  tests::simulation& world;
  std::shared_ptr<transports::reactor> home;
  actors::node inner;
};

/// The far end of a link that the node has accepted.
class peer {
public:
  peer(node& to, std::uint16_t port) : to_(to) {
    int ends[2];
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    far_.reset(ends[1]);
    auto& parts = to.inner.parts();
    parts.links.admit(parts, {transports::descriptor{ends[0]}, {"10.0.0.9", port}});
    send(wire::bytes{wire::protocol_version});
  }
  void send(bytes_view data) {
    static_cast<void>(::send(far_.get(), data.data(), data.size(), MSG_NOSIGNAL));
    to_.world.settle();
  }
  /// Takes what the node has said; returns the return routes of its frames, by which it can be
  /// answered.
  std::size_t listen(std::vector<wire::route>& ways) {
    std::uint8_t block[65536];
    std::size_t frames = 0;
    for (ssize_t n; (n = ::recv(far_.get(), block, sizeof block, 0)) > 0;)
      came_.insert(came_.end(), block, block + n);
    bytes_view in{came_};
    if (!started_ && !in.empty()) started_ = true, in = in.subspan(1);
    while (in.size() >= wire::frame_length_size) {
      const auto size = std::size_t{in[0]} << 24u | in[1] << 16u | in[2] << 8u | in[3];
      if (in.size() < wire::frame_length_size + size) break;
      const auto said = wire::decode_frame(in.subspan(wire::frame_length_size, size), 64, 1024);
      require(said); // a node sends no frame that is none
      if (!said->return_route.empty()) ways.push_back(said->return_route);
      in = in.subspan(wire::frame_length_size + size);
      ++frames;
    }
    came_.erase(came_.begin(), came_.end() - static_cast<std::ptrdiff_t>(in.size()));
    return frames;
  }

private:
  node& to_;
  transports::descriptor far_;
  wire::bytes came_;
  bool started_ = false;
};

} // namespace ockam::fuzz
