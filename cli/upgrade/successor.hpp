// The next process of a node, as the running one sees it: answers its request, and hands over to it
// on a thread of its own (cli/upgrade/handover.hpp). If it does not come up, nothing has been.
#pragma once
#include "cli/upgrade/handover.hpp"
#include "transports/http/control.hpp"
#include "transports/http/descriptor_channel.hpp"
#include "transports/io/listening_sockets.hpp"
#include "wire/result.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ockam::cli {

/// What the running process does. All are called on the thread of the hand-over, one at a time.
struct handover_hooks {
  std::function<status()> allowed; ///< whether the node can be handed over now
  std::function<std::vector<transports::listening_socket>()> sockets; ///< copies of them
  std::function<handover_message()> offer;
  /// Lets go of the lock; what the next process does not know reaches this one by the link.
  std::function<status(transports::descriptor link)> let_go;
  std::function<void()> take_back;
  std::function<void(int pid)> leave;
};

class successor {
public:
  explicit successor(handover_hooks hooks) : hooks_(std::move(hooks)) {}
  successor(const successor&) = delete;
  successor& operator=(const successor&) = delete;
  /// Waits for a hand-over that is under way, and takes back what was not done yet.
  ~successor();

  /// Answers `POST /v1/successor`; any thread. Errors: those of decode_handover_request;
  /// already_exists while another process takes over, or has; those of handover_hooks::allowed.
  transports::control_reply take(const transports::control_request&);

private:
  void hand_over(const transports::descriptor_channel&);
  status offer(const transports::descriptor_channel&, int link_end) const;
  std::optional<handover_word> hear(const transports::descriptor_channel&, int& pid) const;
  bool obey(handover_state::order, const transports::descriptor_channel&,
            transports::descriptor& link, int pid);

  const handover_hooks hooks_;
  std::mutex mutex_; // guards thread_
  std::thread thread_;
  std::atomic<bool> busy_ = false; ///< handed over, or while somebody takes over
  std::atomic<bool> ending_ = false;
};

} // namespace ockam::cli
