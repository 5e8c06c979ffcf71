// Answers of a node to GETs of its control, shared by all who ask at about the same time: describing
// what others have left on a large node takes its reactor a while, and anybody may ask for a page.
#pragma once
#include "transports/http/control.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace ockam::cli {

class shared_answers {
public:
  using clock = std::chrono::steady_clock;
  using ask_node = std::function<transports::control_reply(transports::control_request)>;
  using now = std::function<clock::time_point()>;
  explicit shared_answers(ask_node ask, now time = clock::now)
      : ask_(std::move(ask)), now_(std::move(time)) {}

  /// The node's answer; the last one of the same path for config::status_answer_reuse times as long
  /// as it took. One at a time is asked for each path. From any thread.
  transports::control_reply get(const std::string& path);

private:
  struct one {
    std::mutex asking; // held while the node is asked; guards the three below, too
    transports::control_reply last;
    clock::time_point good_until{};
    bool any = false;
  };

  const ask_node ask_;
  const now now_;
  std::mutex mutex_;                                    // guards answers_
  std::map<std::string, std::unique_ptr<one>> answers_; ///< of the few paths that pages ask for
};

} // namespace ockam::cli
