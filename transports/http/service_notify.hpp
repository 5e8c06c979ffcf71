// Tells the service manager (systemd, Type=notify) how this process is: a datagram to the socket
// that NOTIFY_SOCKET names, a path or `@` and an abstract name; see sd_notify(3). Without that
// variable nobody is told, and all of this does nothing. What can not be sent is lost: the manager
// may be gone, and that is no reason to end. From any thread.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::transports {

class service_notify {
public:
  /// Tells nobody.
  service_notify() = default;
  /// Whoever started this process. Takes the variables out of the environment: a process that this
  /// one starts must not speak for it. REQUIRES: no other thread runs yet.
  static service_notify take_from_environment();

  bool wanted() const noexcept { return !socket_.empty(); }
  /// `status` is one line for people, in `systemctl status`; so is that of the others.
  void ready(std::string_view status) const;
  /// A ready() has to follow.
  void reloading() const;
  void stopping(std::string_view status) const;
  void status(std::string_view text) const;

  /// If the manager ends a process that is silent for too long: how often alive() is to be called.
  std::optional<std::chrono::milliseconds> alive_period() const noexcept { return alive_period_; }
  /// Does not wait.
  void alive() const;

private:
  void send(const std::string& lines, int flags) const;

  std::string socket_;
  std::optional<std::chrono::milliseconds> alive_period_;
};

} // namespace ockam::transports
