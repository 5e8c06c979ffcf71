#include "cli/upgrade/successor.hpp"

#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <algorithm>
#include <chrono>
#include <unistd.h>

namespace ockam::cli {

namespace {

using config::log_level;

status say_to(const transports::descriptor_channel& to, handover_word what,
              const std::string& why = {}) {
  return to.send(encode({.word = what, .why = why}));
}

} // namespace

successor::~successor() {
  ending_ = true;
  const std::lock_guard held{mutex_};
  if (thread_.joinable()) thread_.join();
}

transports::control_reply successor::take(const transports::control_request& asked) {
  const auto refuse = [](const error& why) { return transports::reply_with(why); };
  if (asked.method != "POST") return refuse(fail(errc::invalid, "a successor asks by POST"));
  const auto at = decode_handover_request(asked.body);
  if (!at) return refuse(at.error());
  if (const auto allowed = hooks_.allowed(); !allowed) return refuse(allowed.error());
  if (ending_ || busy_.exchange(true))
    return refuse(fail(errc::already_exists, "another process takes this node over already"));
  auto to = transports::descriptor_channel::connect(*at);
  if (!to) {
    busy_ = false;
    return refuse(to.error());
  }
  const std::lock_guard held{mutex_};
  if (thread_.joinable()) thread_.join(); // an earlier one, which is over
  thread_ = std::thread{[this, to = std::move(*to)] { hand_over(to); }};
  return {200, "{}"};
}

void successor::hand_over(const transports::descriptor_channel& to) {
  auto ends = transports::stream_pair();
  auto offered = ends ? offer(to, ends->second.get()) : status(ends.error());
  if (!offered) {
    config::log(log_level::warn, "the node is not handed over: " + offered.error().message);
    static_cast<void>(say_to(to, handover_word::failed, offered.error().message));
    busy_ = false;
    return;
  }
  ends->second.reset();
  handover_state state;
  while (!state.over()) {
    auto pid = 0;
    const auto said = hear(to, pid);
    if (obey(state.take(said), to, ends->first, pid))
      return; // and it stays busy: this process is not the node any more
  }
  busy_ = false;
}

status successor::offer(const transports::descriptor_channel& to, int link_end) const {
  const auto sockets = hooks_.sockets();
  for (std::size_t from = 0; from < sockets.size();) {
    handover_message some{.word = handover_word::sockets};
    std::vector<int> numbers;
    const auto end = std::min(sockets.size(), from + config::handover_descriptors_max);
    for (; from < end; ++from) {
      some.bound.push_back(sockets[from].bound);
      numbers.push_back(sockets[from].socket.get());
    }
    if (auto sent = to.send(encode(some), numbers); !sent) return sent;
  }
  auto what = hooks_.offer();
  what.word = handover_word::offer;
  std::vector<int> with{link_end};
  if (what.has_output) with.insert(with.end(), {STDOUT_FILENO, STDERR_FILENO});
  return to.send(encode(what), with);
}

/// The next word; none if the new process is gone or says nothing in time, or this one ends.
std::optional<handover_word> successor::hear(const transports::descriptor_channel& to,
                                             int& pid) const {
  const auto until = std::chrono::steady_clock::now() + config::handover_patience;
  while (!ending_ && std::chrono::steady_clock::now() < until) {
    const auto came = to.receive(config::handover_look_period);
    if (!came && came.error().code == errc::timed_out) continue;
    if (!came || came->text.empty()) return {};
    const auto said = decode_handover(came->text);
    if (!said) return {};
    pid = said->pid;
    return said->word;
  }
  return {};
}

/// Returns whether the next process is the node now.
bool successor::obey(handover_state::order what, const transports::descriptor_channel& to,
                     transports::descriptor& link, int pid) {
  switch (what) {
  case handover_state::order::nothing: break;
  case handover_state::order::let_go:
    if (auto gone = hooks_.let_go(std::move(link)); gone)
      static_cast<void>(say_to(to, handover_word::go));
    else
      static_cast<void>(say_to(to, handover_word::failed, gone.error().message));
    break;
  case handover_state::order::leave:
    hooks_.leave(pid);
    static_cast<void>(say_to(to, handover_word::over));
    return true;
  case handover_state::order::take_back:
    static_cast<void>(say_to(to, handover_word::failed, "it was not ready in time"));
    hooks_.take_back();
    config::log(log_level::warn, "the next process of this node did not come up; this one goes on");
    break;
  case handover_state::order::give_up:
    static_cast<void>(say_to(to, handover_word::failed, "it was not ready in time"));
    config::log(log_level::warn,
                "the next process of this node did not get ready; this one goes on");
    break;
  }
  return false;
}

} // namespace ockam::cli
