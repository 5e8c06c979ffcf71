// Watches the paths from outlets back to inlets while streams use them, with a ping for each path,
// not for each stream, to the `echo` of the inlet's node. The streams of a path that is dead end. A
// node has one path_watch for all outlets. A stream that lasts no longer than config::ping_period
// costs no ping.
// Peers choose the ways that streams come by, so a first hop has at most
// config::watched_paths_per_hop paths of its own; streams by more ways share the proof of the hop.
// What a message, a stream or a moment costs does not grow with the paths that there are:
//   token   := number:u32be random[12]      the number finds the path that an answer is for
//   due_    paths by the time of their next look; only those that are due are looked at
#pragma once
#include "actors/sessions/path_proof.hpp"
#include "transports/work/named_worker.hpp"

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace ockam::actors {

class portal_stream;

class path_watch final : public transports::named_worker {
public:
  struct path {
    std::string key;
    wire::route way;          ///< route to the inlet's node
    std::uint32_t number = 0; ///< unique among paths_
    path_proof proof;
    std::unordered_set<portal_stream*> streams;
    std::uint64_t heard = 0;           ///< messages that came to streams here; only grows
    std::uint64_t sent = 0;            ///< chunks that left by them; only grows
    std::uint64_t moved = 0;           ///< both, when somebody moved something the last time,
    transports::time_point moved_at{}; ///< and about when
    transports::time_point due{};      ///< as due_ knows it
  };

  path_watch(caf::actor_config&, transports::context&, std::string address);

  void deliver(transports::message&&) override; ///< answers to pings

  /// Called by streams, directly and not through a mailbox, so they may be in a call; they call
  /// leave() in their on_exit(). `inlet` is the way back to the stream's other end. `answers` says
  /// that its node is one of ours, which has an echo. Returns null if the other end is in this
  /// node.
  std::shared_ptr<path> enter(portal_stream&, const wire::route& inlet, bool answers);
  void leave(portal_stream&, const std::shared_ptr<path>&);

  std::size_t paths() const noexcept { return paths_.size(); }
  /// How many paths were looked at so far, which is what the timer has cost.
  std::uint64_t looks() const noexcept { return looks_; }

private:
  using entry = std::shared_ptr<path>;

  void on_exit() override;
  entry make(std::string key, wire::route way, bool answers);
  void forget(const entry&);
  void look();
  void look_at(const entry&);
  void schedule(path&);
  bool is_forsaken(path&);
  void end(const entry&, std::string_view why);
  void arm();

  std::unordered_map<std::string, entry> paths_; ///< by the bytes of their ways
  std::unordered_map<std::uint32_t, path*> by_number_;
  std::unordered_map<std::string, std::size_t> by_hop_; ///< how many paths a first hop has
  std::set<std::pair<transports::time_point, path*>> due_;
  std::uint32_t last_number_ = 0;
  std::uint64_t looks_ = 0;
  transports::timer timer_;
  transports::time_point armed_for_{};
};

} // namespace ockam::actors
