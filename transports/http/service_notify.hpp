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
  /// An object that tells nobody.
  service_notify() = default;
  /// An object that tells whoever started this process. Takes the variables out of the environment,
  /// because a process that this one starts must not speak for it. REQUIRES: no other thread runs
  /// yet.
  static service_notify take_from_environment();

  /// One that tells whoever listens at that socket, for a process that takes another one's place.
  static service_notify to(std::string socket, std::optional<std::chrono::milliseconds> alive);
  const std::string& socket() const noexcept { return socket_; }

  bool wanted() const noexcept { return !socket_.empty(); }
  /// The process serves. `status` is one line for people, in `systemctl status`, here and below.
  void ready(std::string_view status) const;
  /// The process reads its configuration again. A ready() has to follow.
  void reloading() const;
  void stopping(std::string_view status) const;
  /// Another process is the service from now on, and tells what is to be told.
  void successor(int pid) const;
  void status(std::string_view text) const;

  /// How often alive() is to be called; none unless the manager ends a process that is silent for
  /// too long.
  std::optional<std::chrono::milliseconds> alive_period() const noexcept { return alive_period_; }
  /// The process is alive. Does not wait.
  void alive() const;

private:
  void send(const std::string& lines, int flags) const;

  std::string socket_;
  std::optional<std::chrono::milliseconds> alive_period_;
};

} // namespace ockam::transports
