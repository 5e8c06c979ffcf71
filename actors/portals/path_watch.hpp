// Watches the paths from outlets back to inlets while streams use them: a ping for each path, not
// for each stream, to the `echo` of the inlet's node. The streams of a path that is dead end. One
// for all outlets of a node. A stream that lasts no longer than config::ping_period costs no ping.
#pragma once
#include "actors/sessions/path_proof.hpp"
#include "transports/work/named_worker.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace ockam::actors {

class portal_stream;

class path_watch final : public transports::named_worker {
public:
  struct path {
    std::string key;
    wire::route way; ///< to the inlet's node
    path_proof proof;
    std::unordered_set<portal_stream*> streams;
    std::uint64_t heard = 0; ///< messages that came to streams here; only grows, whoever leaves
  };

  path_watch(caf::actor_config&, transports::context&, std::string address);

  void deliver(transports::message&&) override; ///< answers to pings

  /// For streams, which leave in their on_exit(); not through their own mailbox, so they may be in
  /// a call. `inlet` is the way back to the stream's other end; `answers`: its node is one of ours,
  /// and so it has an echo. Null if the other end is in this node.
  std::shared_ptr<path> enter(portal_stream&, const wire::route& inlet, bool answers);
  void leave(portal_stream&, const std::shared_ptr<path>&);

  std::size_t paths() const noexcept { return paths_.size(); }

private:
  void on_exit() override;
  void look();
  void look_at(const std::shared_ptr<path>&);
  void wait_for(transports::time_point);

  std::unordered_map<std::string, std::shared_ptr<path>> paths_; ///< by their ways' bytes
  transports::timer timer_;
  transports::time_point due_;
};

} // namespace ockam::actors
