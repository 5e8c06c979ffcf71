#include "simulation/nodes/talk.hpp"

#include "simulation/dice.hpp"
#include "simulation/nodes/stranger.hpp"
#include "simulation/nodes/violated.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace ockam::simulation::nodes {

namespace {

constexpr std::size_t name_size = 8; ///< bytes by which a client says which stream it is
constexpr std::uint64_t name_mark = 0x6b6c6174'00000000;

} // namespace

// -- a program's side -----------------------------------------------------------------

plug::plug(transports::descriptor socket) : socket_(std::move(socket)) {
  transports::break_at_close(socket_.get(), false);
}

std::size_t plug::say(std::string_view text) {
  const auto n = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

std::string plug::hear() {
  std::string all;
  std::array<char, 16 * 1024> block;
  while (!over()) {
    const auto n = ::recv(socket_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) break;
    broken_ = n < 0;
    ended_ = n == 0;
    if (n > 0) all.append(block.data(), static_cast<std::size_t>(n));
  }
  return all;
}

void plug::finish() {
  if (socket_) ::shutdown(socket_.get(), SHUT_WR);
}

void plug::reset() {
  if (socket_) transports::close_with_reset(std::move(socket_));
}

void plug::close() { socket_.reset(); }

// -- what they say ----------------------------------------------------------------------

std::string pattern_of(std::uint64_t stream, bool up, std::size_t from, std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size;) {
    const auto word = (from + i) / 8, skip = (from + i) % 8;
    auto bytes =
        up && word == 0 ? name_mark | stream : dice(stream << 33 ^ word << 1 ^ (up ? 1 : 0)).next();
    const auto n = std::min(size - i, 8 - skip);
    std::memcpy(out.data() + i, reinterpret_cast<const char*>(&bytes) + skip, n);
    i += n;
  }
  return out;
}

// -- all of them --------------------------------------------------------------------------

talks::talks(tests::simulation& world, transports::reactor& outside, bool everybody)
    : world_(world),
      outside_(outside),
      everybody_(everybody),
      server_(std::move(*world.net.host("s").listen({"127.0.0.1", 5000}))) {}

talk& talks::open(const transports::endpoint& inlet) {
  auto& t = all_.emplace_back();
  t.number = all_.size();
  dials_.push_back(world_.net.host("c").dial(outside_, inlet, 5s, [&t](auto made) {
    if (!made) return;
    t.client = plug(std::move(made->socket));
    t.dialed = true;
    t.up.given = t.client.say(pattern_of(t.number, true, 0, name_size));
  }));
  world_.settle();
  return t;
}

void talks::speak(talk& t, bool up, std::size_t size) {
  auto& from = up ? t.client : t.server;
  auto& way = up ? t.up : t.down;
  if (!from || way.finished || t.left) return;
  way.given += from.say(pattern_of(t.number, up, way.given, size));
}

void talks::finish(talk& t, bool up) {
  auto& from = up ? t.client : t.server;
  auto& way = up ? t.up : t.down;
  if (!from || t.left) return;
  from.finish();
  way.finished = true;
}

void talks::reset(talk& t, bool up) {
  auto& from = up ? t.client : t.server;
  if (!from) return;
  from.reset();
  t.left = true;
}

talk* talks::one(std::uint32_t which) {
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (auto& t = all_[(which + i) % all_.size()]; t.dialed && !t.done()) return &t;
  return nullptr;
}

void talks::close(bool hard) {
  for (auto& t : all_) {
    if (hard) t.client.reset(), t.server.reset();
    t.client.close(), t.server.close();
  }
  for (auto& each : nameless_) each.socket.close();
  dials_.clear();
}

// -- what they hear -----------------------------------------------------------------------

void talks::accept() {
  for (;;) {
    auto next = server_->accept();
    if (!next || !next->socket) return;
    nameless_.push_back({plug(std::move(next->socket)), {}});
  }
}

/// Finds whose connection it is. Returns false as long as that is not known.
bool talks::place(newcomer& n) {
  n.heard += n.socket.hear();
  if (n.heard.size() < name_size) {
    require(!n.socket.heard_end() || n.heard.empty(),
            "a server takes a part of a client's first bytes for all of them");
    return false;
  }
  if (everybody_ && n.heard.starts_with(stranger_mark)) return false; // its own stream
  std::uint64_t name = 0;
  std::memcpy(&name, n.heard.data(), name_size);
  const auto number = name ^ name_mark;
  require(number >= 1 && number <= all_.size(), "a server hears what no client has said");
  auto& t = all_[number - 1];
  require(!t.served, "the bytes of a client come to two connections of the server");
  require(t.admitted, "the outlet serves whom it must not admit");
  t.served = true;
  require(n.heard == pattern_of(number, true, 0, n.heard.size()),
          "a server hears other bytes than its client has said");
  t.up.got = n.heard.size();
  t.server = std::move(n.socket);
  if (t.server.over()) check_end(t, true, t.server);
  t.up.ended = t.server.heard_end();
  return true;
}

void talks::check_end(const talk& t, bool up, const plug& sink) {
  const auto& way = up ? t.up : t.down;
  const std::string who = up ? "a server" : "a client";
  if (sink.heard_end()) {
    require(way.finished, who + " hears an end that nobody has said");
    require(way.got == way.given, who + " hears an end before all bytes");
  }
}

void talks::hear(talk& t, bool up) {
  auto& sink = up ? t.server : t.client;
  auto& way = up ? t.up : t.down;
  if (!sink || sink.over()) return;
  const auto bytes = sink.hear();
  require(way.got + bytes.size() <= way.given,
          std::string(up ? "a server" : "a client") + " hears more than was said");
  require(bytes == pattern_of(t.number, up, way.got, bytes.size()),
          std::string(up ? "a server" : "a client") + " hears other bytes than were said");
  way.got += bytes.size();
  if (!sink.over()) return;
  check_end(t, up, sink);
  way.ended = sink.heard_end();
}

void talks::hear() {
  accept();
  std::erase_if(nameless_, [this](newcomer& n) { return place(n); });
  for (auto& t : all_) {
    hear(t, true);
    hear(t, false);
    require(!t.broken() || t.left || t.disturbed || !t.admitted,
            "a stream breaks although nothing went wrong");
  }
}

} // namespace ockam::simulation::nodes
