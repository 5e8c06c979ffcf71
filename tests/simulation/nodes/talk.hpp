// Programs at both ends of a portal: clients of the inlet, and the server that the outlet dials.
// Each client says which stream it is in its first bytes, and what either side says is a pattern of
// that stream and direction, so that every byte that arrives is known to be right or wrong:
//   a sink gets a prefix of what its own source gave
//   a client's bytes come to one connection of the server, and to no other
//   an end that is no reset comes behind all that was given, and only if the source has said it
#pragma once
#include "fixtures/deterministic.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace ockam::simulation::nodes {

/// A program's side of a connection.
class plug {
public:
  plug() = default;
  explicit plug(transports::descriptor socket);
  explicit operator bool() const noexcept { return static_cast<bool>(socket_); }

  /// Returns how many of the bytes the socket took.
  std::size_t say(std::string_view);
  /// Reads what is there.
  std::string hear();
  void finish();
  void reset();
  void close();
  bool heard_end() const noexcept { return ended_; }
  bool broken() const noexcept { return broken_; }
  bool over() const noexcept { return !socket_ || ended_ || broken_; }

private:
  transports::descriptor socket_;
  bool ended_ = false, broken_ = false;
};

/// A source, what it gave, and what its sink got.
struct half {
  std::size_t given = 0, got = 0;
  bool finished = false; ///< whether the source has said its end
  bool ended = false;    ///< whether the sink has heard it
};

struct talk {
  std::uint64_t number = 0;
  plug client, server;
  half up, down;
  bool served = false;    ///< once a connection of the server is known to be its own
  bool left = false;      ///< set when one of both has reset the connection
  bool admitted = true;   ///< whether the outlet may serve it
  bool disturbed = false; ///< whether something went wrong since it began
  bool dialed = false;    ///< whether the inlet has taken the client
  bool broken() const noexcept { return client.broken() || server.broken(); }
  /// Whether both sides have had all and said their end, or one has left.
  bool done() const noexcept { return left || broken() || (up.ended && down.ended); }
};

/// The bytes of a stream in one direction; `up` is from the client to the server.
std::string pattern_of(std::uint64_t stream, bool up, std::size_t from, std::size_t size);

class talks {
public:
  /// `everybody` says that the outlet is for strangers, too.
  talks(tests::simulation& world, transports::reactor& outside, bool everybody);

  /// Another client comes to the inlet.
  talk& open(const transports::endpoint& inlet);
  void speak(talk&, bool up, std::size_t size);
  void finish(talk&, bool up);
  void reset(talk&, bool up);
  /// Reads all there is, and throws `violated`.
  void hear();
  std::deque<talk>& all() noexcept { return all_; }
  /// A chosen one of those that go on; null if there are none.
  talk* one(std::uint32_t which);
  /// Connections that came to the server and never said which stream they are.
  std::size_t nameless() const noexcept { return nameless_.size(); }
  /// All programs end, with a reset if they end `hard`.
  void close(bool hard);

private:
  struct newcomer {
    plug socket;
    std::string heard;
  };
  void accept();
  bool place(newcomer&);
  static void hear(talk&, bool up);
  static void check_end(const talk&, bool up, const plug& sink);

  tests::simulation& world_;
  transports::reactor& outside_;
  const bool everybody_;
  std::unique_ptr<transports::acceptor> server_;
  std::deque<talk> all_; ///< places stay
  std::deque<newcomer> nameless_;
  std::deque<std::unique_ptr<transports::dialing>> dials_;
};

} // namespace ockam::simulation::nodes
