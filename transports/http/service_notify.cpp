#include "transports/http/service_notify.hpp"

#include "config/base/environment.hpp"
#include "transports/io/descriptor.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

/// Lines are separated by line ends, so a status has none.
std::string status_line(std::string_view text) {
  std::string line{text};
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line.empty() ? line : "\nSTATUS=" + line;
}

/// Half of the time after which the manager ends a silent process; none if WATCHDOG_PID says that
/// another process is meant.
std::optional<std::chrono::milliseconds> half_of_patience() {
  const auto us = wire::whole_number<std::uint64_t>(config::variable_text("WATCHDOG_USEC"));
  const auto pid = config::variable_text("WATCHDOG_PID");
  if (!us || *us == 0 || (!pid.empty() && pid != std::to_string(::getpid()))) return {};
  return std::max(std::chrono::milliseconds{1}, std::chrono::milliseconds{*us / 2'000});
}

} // namespace

service_notify service_notify::take_from_environment() {
  service_notify told;
  told.socket_ = config::variable_text("NOTIFY_SOCKET");
  if (told.wanted()) told.alive_period_ = half_of_patience();
  for (const auto* const name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
    ::unsetenv(name);
  return told;
}

service_notify service_notify::to(std::string socket,
                                  std::optional<std::chrono::milliseconds> alive) {
  service_notify told;
  told.socket_ = std::move(socket);
  if (told.wanted()) told.alive_period_ = alive;
  return told;
}

void service_notify::successor(int pid) const { send("MAINPID=" + std::to_string(pid), 0); }

void service_notify::ready(std::string_view status) const {
  send("READY=1" + status_line(status), 0);
}

void service_notify::reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto us = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(us), 0);
}

void service_notify::stopping(std::string_view status) const {
  send("STOPPING=1" + status_line(status), 0);
}

void service_notify::status(std::string_view text) const {
  if (const auto line = status_line(text); !line.empty()) send(line.substr(1), 0);
}

void service_notify::alive() const { send("WATCHDOG=1", MSG_DONTWAIT); }

void service_notify::send(const std::string& lines, int flags) const {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  const auto known = wanted() && (socket_[0] == '/' || socket_[0] == '@');
  if (!known || socket_.size() >= sizeof to.sun_path) return;
  std::memcpy(to.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@') to.sun_path[0] = '\0';
  const auto size = offsetof(sockaddr_un, sun_path) + socket_.size();
  const descriptor out{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (!out) return;
  [[maybe_unused]] const auto sent =
      ::sendto(out.get(), lines.data(), lines.size(), flags | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&to), static_cast<socklen_t>(size));
}

} // namespace ockam::transports
