// A relay, portal end or channel of a node, and how it fares.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <ockam/error.hpp>
#include <optional>
#include <string>

namespace ockam {

/// How a relay, an inlet or a channel fares.
struct resource_status {
  std::string state;                                 ///< `up`, `degraded` or `down`, `connecting`
  std::string reason{};                              ///< why it is not up
  std::optional<std::chrono::milliseconds> proven{}; ///< how long ago its far end answered
  std::optional<std::chrono::microseconds> round_trip{}; ///< of that answer
  bool up() const { return state == "up"; }
  std::string text() const; ///< `up (proven 3000 ms ago, 120 us)`
};

/// A handle on what node::create() made; it ends nothing. Functions are for every thread but the
/// nodes' own, and throw failure: not_found when it was removed.
class resource {
public:
  const std::string& name() const;
  /// Where it is reached: an inlet's HOST:PORT, an outlet's worker, a relay's address at its host,
  /// a channel's encryptor.
  const std::string& address() const;
  resource_status status() const;
  /// Waits until it is up. Errors: timed_out, with the reason why it is not.
  ockam::status wait_up(std::chrono::milliseconds) const;
  /// From now on `changed` is called on the nodes' thread when the state or its reason changes,
  /// within a tenth of a second.
  void on_status(std::function<void(const resource_status&)> changed) const;
  void remove() const;

private:
  friend class node;
  struct state;
  explicit resource(std::shared_ptr<const state> s) : state_(std::move(s)) {}
  std::shared_ptr<const state> state_;
};

} // namespace ockam
